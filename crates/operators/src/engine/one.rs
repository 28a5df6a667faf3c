use reactive_streams::Burst;

/// A burst of one element.
pub(crate) struct One<'a, T> {
    item: Option<T>,
    used: &'a mut bool,
}

impl<'a, T> One<'a, T> {
    /// `used` is set to whether the element will have used up demand.
    pub(crate) fn new(item: T, used: &'a mut bool) -> Self {
        *used = true;
        Self { item: Some(item), used }
    }
}

impl<T> Burst<T> for One<'_, T> {
    fn next(&mut self) -> Option<T> {
        self.item.take()
    }

    fn unused(&mut self) {
        *self.used = false;
    }
}
