use reactive_streams::Publisher;

use super::publisher;
use crate::delivery::{Destination, Sent, Unsent};
use crate::operator::SendTo;

/// Operators for elements that go to where they are acknowledged: see [`delivery`](crate::delivery).
pub trait DeliveryExt: Publisher {
    /// Sends what `record` makes of each element to `destination`, and gives what has come of it: the element,
    /// with the receipt or with the error, in the order of the elements.
    ///
    /// The element comes along. If it is a [`Delivery`](crate::delivery::Delivery), it is acknowledged once its
    /// record has arrived: then nothing is lost between a source and a destination.
    ///
    /// Results are delivered on the thread that tells of a record, or that requests;
    /// [`results_on`](SendTo::results_on) has a worker for that.
    ///
    /// # Demand
    ///
    /// Requests as many elements as the [window](Destination::window) of the destination has places, and three
    /// quarters of that (rounded up) whenever so many results have been delivered. An element has its place until
    /// its result has been delivered: results wait for demand there, and no more than a window of elements is
    /// held. The places are allocated when it is subscribed.
    ///
    /// # Errors
    ///
    /// A record that does not arrive is a result, and the next one is sent all the same;
    /// [`lift_results_with`](super::ResultsExt::lift_results_with) ends the stream there. The end of the upstream,
    /// also an error, waits for what is on its way: the results come first. If an outcome is dropped untold,
    /// the subscriber is dropped when it is that element's turn.
    ///
    /// Cancel goes to the upstream at once. Elements that wait for their outcome are dropped, and the
    /// outcomes ignored: a record may have arrived of which nobody is told. So it is when `record` or the
    /// destination panics.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::num::NonZeroUsize;
    /// use std::sync::mpsc::{Receiver, Sender, channel};
    /// use std::thread;
    /// use reactive_streams_operators::delivery::{Delivery, Destination, Outcome, Unsent};
    /// use reactive_streams_operators::from_iter;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// type Post = (String, Outcome<u64, &'static str>);
    ///
    /// /// Takes records to a thread of its own.
    /// struct PostOffice(Sender<Post>);
    ///
    /// impl Destination for PostOffice {
    ///     type Record = String;
    ///     type Receipt = u64;
    ///     type Error = &'static str;
    ///
    ///     fn window(&self) -> NonZeroUsize {
    ///         NonZeroUsize::new(16).unwrap()
    ///     }
    ///
    ///     fn send(&self, record: String, outcome: Outcome<u64, &'static str>) {
    ///         if let Err(closed) = self.0.send((record, outcome)) {
    ///             closed.0.1.failed("closed");
    ///         }
    ///     }
    /// }
    ///
    /// let (office, posts): (_, Receiver<Post>) = channel();
    /// let carrier = thread::spawn(move || {
    ///     for (number, (record, outcome)) in (0..).zip(posts) {
    ///         outcome.tell(if record.is_empty() { Err("no address") } else { Ok(number) });
    ///     }
    /// });
    /// let letters = from_iter(["Ada", "", "Grace"]).map(|name| Delivery::new(name, ()));
    /// let results = letters
    ///     .send_to(PostOffice(office), |letter| letter.element().to_string())
    ///     .map_ok(|sent| (sent.element.acknowledge(), sent.receipt))
    ///     .map(|result| result.map_err(|unsent: Unsent<_, _>| unsent.error));
    /// let results = results.collect::<Vec<_>>().block().unwrap();
    /// assert_eq!(results, [Ok(("Ada", 0)), Err("no address"), Ok(("Grace", 2))]);
    /// carrier.join().unwrap();
    /// ```
    #[doc(alias = "send")]
    #[doc(alias = "createOutbound")]
    #[doc(alias = "flexiFlow")]
    #[doc(alias = "ProducerSettings")]
    fn send_to<D, F>(self, destination: D, record: F) -> SendTo<Self, D, F>
    where
        D: Destination,
        F: FnMut(&Self::Item) -> D::Record + Send + 'static,
    {
        let results = SendTo::new(self, destination, record);
        publisher::<Result<Sent<_, D::Receipt>, Unsent<_, D::Error>>, Self::Error, _>(results)
    }
}

impl<P: Publisher> DeliveryExt for P {}
