use super::{Place, Windows};

/// Cut for [`GroupExt::window`](crate::ext::GroupExt::window).
#[derive(Debug, Clone)]
pub struct WindowBySize {
    size: u64,
    seen: u64,
}

impl WindowBySize {
    pub(crate) fn new(size: u64) -> Self {
        Self { size, seen: 0 }
    }
}

impl<T> Windows<T> for WindowBySize {
    fn place(&mut self, _: &T) -> Place {
        self.seen += 1;
        if self.seen < self.size {
            return Place::Inside;
        }
        self.seen = 0;
        Place::Last
    }
}

/// Cut for [`GroupExt::window_until`](crate::ext::GroupExt::window_until).
#[derive(Clone)]
pub struct WindowUntil<F>(F);

opaque!(WindowUntil<F>);

impl<F> WindowUntil<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, F: FnMut(&T) -> bool + Send + 'static> Windows<T> for WindowUntil<F> {
    fn place(&mut self, item: &T) -> Place {
        if (self.0)(item) { Place::Last } else { Place::Inside }
    }
}

/// Cut for [`GroupExt::window_while`](crate::ext::GroupExt::window_while).
#[derive(Clone)]
pub struct WindowWhile<F>(F);

opaque!(WindowWhile<F>);

impl<F> WindowWhile<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self(predicate)
    }
}

impl<T, F: FnMut(&T) -> bool + Send + 'static> Windows<T> for WindowWhile<F> {
    fn place(&mut self, item: &T) -> Place {
        if (self.0)(item) { Place::Inside } else { Place::Outside }
    }
}

/// Cut for [`GroupExt::window_until_changed`](crate::ext::GroupExt::window_until_changed).
#[derive(Clone)]
pub struct WindowUntilChanged<K, F> {
    key: F,
    current: Option<K>,
}

opaque!(WindowUntilChanged<K, F>);

impl<K, F> WindowUntilChanged<K, F> {
    pub(crate) fn new(key: F) -> Self {
        Self { key, current: None }
    }
}

impl<T, K, F> Windows<T> for WindowUntilChanged<K, F>
where
    K: PartialEq + Send + 'static,
    F: FnMut(&T) -> K + Send + 'static,
{
    fn place(&mut self, item: &T) -> Place {
        let key = Some((self.key)(item));
        if self.current == key {
            return Place::Inside;
        }
        self.current = key;
        Place::First
    }
}
