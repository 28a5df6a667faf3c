use crate::scheduler::Task;

/// A task that runs `run`; a worker that has shut down drops it, and then `lost` is called.
pub(crate) fn task<T: Send + 'static>(subject: T, run: fn(&T), lost: fn(&T)) -> Task {
    let mut guarded = Guarded { subject: Some(subject), lost };
    Box::new(move || {
        if let Some(subject) = guarded.subject.take() {
            run(&subject);
        }
    })
}

struct Guarded<T> {
    subject: Option<T>,
    lost: fn(&T),
}

impl<T> Drop for Guarded<T> {
    fn drop(&mut self) {
        if let Some(subject) = self.subject.take() {
            (self.lost)(&subject);
        }
    }
}
