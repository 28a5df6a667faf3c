/// A resource that is released when this is dropped, wherever that happens.
pub(super) struct Resource<R, F: FnOnce(R)>(Option<(R, F)>);

impl<R, F: FnOnce(R)> Resource<R, F> {
    pub(super) fn new(resource: R, release: F) -> Self {
        Self(Some((resource, release)))
    }

    pub(super) fn get(&mut self) -> &mut R {
        let (resource, _) = self.0.as_mut().expect("it is there until the drop");
        resource
    }
}

impl<R, F: FnOnce(R)> Drop for Resource<R, F> {
    fn drop(&mut self) {
        if let Some((resource, release)) = self.0.take() {
            release(resource);
        }
    }
}
