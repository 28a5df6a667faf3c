use std::fs;
use std::future;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::vec;

use futures_core::Stream;
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{
    ChannelPublisher, Emitter, Fetch, channel, create, defer, empty, error, flatten_stream,
    from_callable, from_fetch, from_fetch_on, from_fn, from_future, from_iter, from_option,
    from_publisher, from_runnable, from_stream, from_try_async, from_try_callable, from_try_stream,
    generate, lines, never, once, range, repeat_value, unfold, unfold_async, unfold_resource,
    using, using_when,
};
use reactive_streams_tck::{Element, Elements, Given, Sharing, Suite, TestError};

use super::common::{capacity, synchronous};
use super::schedulers::{RUNTIME, simulated};

pub(super) fn add_to(suite: &mut Suite) {
    suite.publisher("from_iter", |given| from_iter(given.elements())).many(Sharing::Own);
    suite.publisher("range", |given| range(0..given.len())).many(Sharing::Own);
    suite.publisher("once", |_| once(7)).exactly(1).many(Sharing::Own);
    suite.publisher("empty", |_| empty::<u8>()).exactly(0).many(Sharing::Own);
    suite
        .publisher("error", |given| error::<u8, _>(given.error()))
        .exactly(0)
        .always_fails()
        .fails_at_once(|given| error::<u8, _>(given.error()))
        .many(Sharing::Own);
    suite.publisher("never", |_| never::<u8>()).exactly(0).never_completes().many(Sharing::Own);
    computed(suite);
    awaited(suite);
    suite
        .publisher("from_stream", |given| {
            from_stream(Hesitant::new(given.elements()), &simulated(given))
        })
        .scheduled();
    suite
        .publisher("from_try_stream", |given| {
            let items = Hesitant::new(given.elements().map(Ok::<_, TestError>));
            from_try_stream(items, &simulated(given))
        })
        .scheduled()
        .fails_at_once(failing_stream)
        .fails_midway(failing_stream);
    suite
        .publisher("from_fetch", |given| from_fetch(InBatches::new(given.elements())))
        .fails_midway(|given| {
            from_fetch(InBatches { error: Some(given.error()), ..InBatches::new(given.elements()) })
        });
    suite
        .publisher("from_fetch_on", |given| {
            from_fetch_on(InBatches::new(given.elements()), &simulated(given))
        })
        .scheduled();
    suite
        .publisher("channel (filled before)", filled_channel)
        .up_to(3000)
        .fails_at_once(failing_channel)
        .fails_midway(failing_channel);
    suite
        .publisher("create (filled at once)", |given| {
            let elements = given.elements();
            create(room(given), move |emitter: Emitter<_, TestError>| {
                for element in elements {
                    if emitter.next(element).is_err() {
                        return; // cancelled
                    }
                }
            })
        })
        .up_to(3000);
    suite
        .publisher("create (as requested)", |given| {
            let mut elements = given.elements().fuse();
            create(room(given), move |emitter: Emitter<_, TestError>| {
                let inner = emitter.clone();
                let mut ended = false;
                emitter.on_request(move |demand| {
                    for _ in 0..demand.get() {
                        let emitted = match elements.next() {
                            Some(element) => inner.next(element).is_ok(),
                            None if ended => false,
                            None => {
                                ended = true;
                                inner.complete().is_ok()
                            }
                        };
                        if !emitted {
                            return;
                        }
                    }
                });
            })
        })
        .up_to(3000);
    suite.publisher("channel (two producers)", fed_channel).up_to(3000).foreign();
    suite
        .publisher("lines", |given| lines(text_file(given, b""), RUNTIME.handle()))
        .up_to(3000)
        .foreign()
        .fails_at_once(|_| lines("there is no such file", RUNTIME.handle()))
        .fails_midway(|given| lines(text_file(given, b"\xff\xfe\n"), RUNTIME.handle()));
}

/// Elements in batches of up to seven; and before every batch it hesitates.
struct InBatches {
    elements: Elements,
    error: Option<TestError>,
    is_ready: bool,
}

impl InBatches {
    fn new(elements: Elements) -> Self {
        Self { elements, error: None, is_ready: false }
    }
}

impl Fetch for InBatches {
    type Item = Element;
    type Error = TestError;
    type Batch = vec::IntoIter<Element>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, TestError>>> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let batch: Vec<_> = self.elements.by_ref().take(most.get().min(7)).collect();
        Poll::Ready(if batch.is_empty() {
            self.error.take().map(Err)
        } else {
            Some(Ok(batch.into_iter()))
        })
    }
}

/// Sources that compute their elements when those are requested.
fn computed(suite: &mut Suite) {
    suite.publisher("from_option", |_| from_option(Some(7))).exactly(1).many(Sharing::Own);
    suite.publisher("from_option (none)", |_| from_option(None::<u8>)).exactly(0);
    suite.publisher("from_callable", |_| from_callable(|| 7)).exactly(1).many(Sharing::Own);
    suite
        .publisher("from_try_callable", |_| from_try_callable(|| Ok::<_, TestError>(7)))
        .exactly(1)
        .many(Sharing::Own);
    suite.publisher("from_runnable", |_| from_runnable::<_, u8>(|| ())).exactly(0);
    suite
        .publisher("defer", |given| {
            let elements = given.elements();
            defer(|| from_iter(elements))
        })
        .fails_at_once(|given| {
            let failure = given.error();
            defer(|| error::<u8, _>(failure))
        })
        .many(Sharing::Own);
    suite
        .publisher("unfold", |given| {
            let length = given.len();
            unfold(0, move |n| (n < length).then_some((n, n + 1)))
        })
        .many(Sharing::Own);
    suite.publisher("from_fn", |given| {
        let mut elements = given.elements();
        from_fn(move || elements.next())
    });
    suite
        .publisher("repeat_value", |given| {
            let length = usize::try_from(given.len()).expect("it has at most 3000 elements");
            repeat_value(7).take(length)
        })
        .up_to(3000);
    suite
        .publisher("generate", |given| {
            generate(given.elements(), |elements| Ok::<_, TestError>(elements.next()))
        })
        .fails_midway(|given| {
            let failure = given.error();
            generate(given.elements(), move |elements| {
                elements.next().map(Some).ok_or_else(|| failure.clone())
            })
        })
        .many(Sharing::Own);
    suite
        .publisher("using", |given| {
            let elements = given.elements();
            using(|| Ok(()), |()| from_iter(elements), |()| ())
        })
        .many(Sharing::Own);
    suite
        .publisher("using_when", |given| {
            let elements = given.elements();
            using_when(once(7), |_| from_iter(elements), |_, _| empty::<u8>())
        })
        .many(Sharing::Own);
    suite.publisher("unfold_resource", |given| {
        let elements = given.elements();
        unfold_resource(|| Ok(elements), |open| Ok::<_, TestError>(open.next()), drop)
    });
    synchronous(suite, "from_publisher", from_publisher).prefetch(0);
    synchronous(suite, "using (around the upstream)", |head| using(|| Ok(()), |()| head, |()| ()))
        .prefetch(0);
}

/// Sources whose elements are awaited.
fn awaited(suite: &mut Suite) {
    suite
        .publisher("from_future", |given| from_future(async { 7 }, &simulated(given)))
        .exactly(1)
        .scheduled();
    suite
        .publisher("from_try_async", |given| {
            from_try_async(|| async { Ok::<_, TestError>(7) }, &simulated(given))
        })
        .exactly(1)
        .scheduled();
    suite
        .publisher("unfold_async", |given| {
            let length = given.len();
            unfold_async(0, &simulated(given), move |n| {
                future::ready((n < length).then_some((n, n + 1)))
            })
        })
        .scheduled();
    suite
        .publisher("flatten_stream", |given| {
            flatten_stream(future::ready(from_iter(given.elements())), &simulated(given))
        })
        .scheduled();
}

fn failing_stream(given: &Given) -> impl Publisher<Item = Element, Error = TestError> + use<> {
    let items = given.elements().map(Ok).chain([Err(given.error())]);
    from_try_stream(Hesitant::new(items), &simulated(given))
}

/// A stream that is not ready every other time it is asked, and wakes itself.
struct Hesitant<I> {
    items: I,
    ready: bool,
}

impl<I> Hesitant<I> {
    fn new(items: I) -> Self {
        Self { items, ready: false }
    }
}

impl<I: Iterator + Unpin> Stream for Hesitant<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<I::Item>> {
        self.ready = !self.ready;
        if self.ready {
            return Poll::Ready(self.items.next());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// A channel in which all elements wait already, and whose sender is gone.
fn filled_channel(given: &Given) -> ChannelPublisher<Element, TestError> {
    fill(given, given.elements()).0
}

fn failing_channel(given: &Given) -> ChannelPublisher<Element, TestError> {
    let (publisher, sender) = fill(given, given.elements());
    sender.fail(given.error());
    publisher
}

type Sender = reactive_streams_operators::Sender<Element, TestError>;

fn fill(given: &Given, elements: Elements) -> (ChannelPublisher<Element, TestError>, Sender) {
    let (sender, publisher) = channel(room(given));
    for element in elements {
        sender.try_send(element).expect("there is room for all of them");
    }
    (publisher, sender)
}

/// Room for all elements.
fn room(given: &Given) -> NonZeroUsize {
    capacity(usize::try_from(given.len().max(1)).expect("it has at most 3000 elements"))
}

/// A channel with little room and two threads that send as fast as they may.
fn fed_channel(given: &Given) -> ChannelPublisher<u64, TestError> {
    let (sender, publisher) = channel(capacity(4));
    let length = given.len();
    for first in 0..2 {
        let sender = sender.clone();
        thread::spawn(move || {
            for number in (first..length).step_by(2) {
                if sender.send_blocking(number).is_err() {
                    return; // cancelled
                }
            }
        });
    }
    publisher
}

/// A text file of [`Given::len`] lines, and then `end`.
///
/// The same text is always in the same file, so few are ever made, however many runs there are.
fn text_file(given: &Given, end: &[u8]) -> PathBuf {
    let mut text = Vec::new();
    for number in 0..given.len() {
        writeln!(text, "line {number}").expect("memory can be written to");
    }
    text.extend_from_slice(end);
    let folder = std::env::temp_dir().join("reactive-streams-tck");
    let path = folder.join(format!("{}-{}.txt", given.len(), end.len()));
    let is_there = fs::metadata(&path).is_ok_and(|file| file.len() == text.len() as u64);
    if !is_there {
        // Others may be looking for it at this moment: it appears whole or not at all.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let unique = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let draft = folder.join(unique);
        let written = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&draft, &text))
            .and_then(|()| fs::rename(&draft, &path));
        written.unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
    }
    path
}
