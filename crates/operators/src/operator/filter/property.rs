/// What an operator looks at in each element: a key, a weight. Any closure that gives it is one.
pub trait Property<T>: Send + 'static {
    /// What it is.
    type Value;

    /// That of an element.
    fn of(&mut self, item: &T) -> Self::Value;
}

impl<T, V, F> Property<T> for F
where
    F: FnMut(&T) -> V + Send + 'static,
{
    type Value = V;

    fn of(&mut self, item: &T) -> V {
        self(item)
    }
}

/// The whole element.
#[derive(Clone, Debug)]
pub struct Whole;

impl<T: Clone> Property<T> for Whole {
    type Value = T;

    fn of(&mut self, item: &T) -> T {
        item.clone()
    }
}

/// One for each element.
#[derive(Clone, Debug)]
pub struct Unit;

impl<T> Property<T> for Unit {
    type Value = u64;

    fn of(&mut self, _item: &T) -> u64 {
        1
    }
}
