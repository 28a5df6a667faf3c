/// How many elements a [`Mono`](super::Mono) gives, and so what awaiting it gives.
pub trait Cardinality: sealed::Sealed + Send + 'static {
    /// What there is to wait for, if an element is a `T`.
    type Of<T: Send + 'static>: Send + 'static;

    /// How many there are, if it takes these and as many as `C` says to make one.
    type And<C: Cardinality>: Cardinality;

    /// How many there are, if as many as `C` says take the place of none.
    type Or<C: Cardinality>: Cardinality;

    /// Makes that of the element, if there was one; nothing if one is missing.
    fn of<T: Send + 'static>(element: Option<T>) -> Option<Self::Of<T>>;
}

/// One element, or none: awaiting it gives an `Option`.
#[derive(Debug, Clone, Copy)]
pub enum AtMostOne {}

impl Cardinality for AtMostOne {
    type Of<T: Send + 'static> = Option<T>;
    type And<C: Cardinality> = Self;
    type Or<C: Cardinality> = C;

    fn of<T: Send + 'static>(element: Option<T>) -> Option<Option<T>> {
        Some(element)
    }
}

/// One element, unless the stream fails: awaiting it gives that element.
#[derive(Debug, Clone, Copy)]
pub enum ExactlyOne {}

impl Cardinality for ExactlyOne {
    type Of<T: Send + 'static> = T;
    type And<C: Cardinality> = C;
    type Or<C: Cardinality> = Self;

    fn of<T: Send + 'static>(element: Option<T>) -> Option<T> {
        element
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::AtMostOne {}
    impl Sealed for super::ExactlyOne {}
}
