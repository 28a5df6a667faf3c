/// Elements that a publisher hands over in one call: what [`Subscriber::on_burst`] is given.
///
/// A publisher that has several elements at hand need not make a call for each. It lends the
/// subscriber this view of them, and an element is delivered by being taken: it counts against the
/// demand, as if it had come by [`on_next`]. So a stage can wrap the burst instead of passing on its
/// elements, a queue can move them as a block, and a sink can keep its state in registers.
///
/// # Contract
///
/// - **§1.1** It yields no more elements than are requested; elements requested meanwhile may follow in
///   the same burst.
/// - **§3.12** It yields nothing once the subscription is cancelled.
/// - [`next`](Burst::next) may be called again after it gave `None`, and gives `None` again.
/// - A burst need not be used up: the publisher delivers what is left in other calls.
///
/// [`Subscriber::on_burst`]: crate::Subscriber::on_burst
/// [`on_next`]: crate::Subscriber::on_next
pub trait Burst<T> {
    /// Delivers the next element, if there is one and it is requested.
    fn next(&mut self) -> Option<T>;

    /// Says that the element taken last was dropped and did not use up demand: the `false` of
    /// [`try_on_next`](crate::Subscriber::try_on_next).
    fn unused(&mut self);

    /// Whether the elements are there, so that [`next`](Burst::next) waits for nothing.
    ///
    /// Then whoever moves them on may do so in blocks. A burst that does not know says no.
    fn is_at_hand(&self) -> bool {
        false
    }
}

impl<T, B: Burst<T> + ?Sized> Burst<T> for &mut B {
    fn next(&mut self) -> Option<T> {
        (**self).next()
    }

    fn unused(&mut self) {
        (**self).unused();
    }

    fn is_at_hand(&self) -> bool {
        (**self).is_at_hand()
    }
}
