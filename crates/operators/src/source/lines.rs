use std::fmt;
use std::future::Future;
use std::io;
use std::mem;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reactive_streams::{Publisher, Subscriber};
use tokio::fs::File;
use tokio::io::{AsyncBufRead, BufReader};
use tokio::runtime::Handle;

use super::{FromTryStream, from_try_stream};
use crate::scheduler::TokioScheduler;

/// The longest line that [`lines`] takes, in bytes: 1 MiB.
const LONGEST: usize = 1 << 20;

/// How much is read at once.
const BLOCK: usize = 1 << 16;

/// Gives the lines of a text file, read on a tokio runtime.
///
/// A line ends with `\n` or `\r\n`, which is not part of it; the last one need not.
///
/// # Demand
///
/// A line is read when it is requested. The file is opened by the first request, and read in blocks
/// of 64 KiB; one block and one line is all that is buffered. Lines are delivered on the runtime.
///
/// # Errors
///
/// Those of opening and reading. [`InvalidData`](io::ErrorKind::InvalidData) with the number of the
/// line when a line is not UTF-8, or longer than 1 MiB.
///
/// Cancelling closes the file.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{SinkError, lines};
///
/// let runtime = tokio::runtime::Runtime::new().unwrap();
/// let text = lines("no such file", runtime.handle()).collect::<Vec<_>>().block();
/// let Err(SinkError::Upstream(error)) = text else { panic!("there is such a file") };
/// assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
/// ```
pub fn lines(path: impl AsRef<Path>, handle: &Handle) -> Lines {
    let path = path.as_ref().to_owned();
    let reader = LineReader {
        state: State::Opening(Box::pin(File::open(path))),
        line: Vec::new(),
        number: 1,
    };
    Lines(from_try_stream(reader, &TokioScheduler::new(handle.clone())))
}

/// Publisher for [`lines`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Lines(FromTryStream<LineReader>);

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").finish_non_exhaustive()
    }
}

impl Publisher for Lines {
    type Item = String;
    type Error = io::Error;

    fn subscribe<S: Subscriber<String, io::Error>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}

struct LineReader {
    state: State,
    /// The part of the line that has been read.
    line: Vec<u8>,
    number: u64,
}

enum State {
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send>>),
    Open(BufReader<File>),
}

impl State {
    fn poll_file(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Pin<&mut BufReader<File>>>> {
        loop {
            match self {
                Self::Open(file) => return Poll::Ready(Ok(Pin::new(file))),
                Self::Opening(opening) => {
                    let file = ready!(opening.as_mut().poll(cx))?;
                    *self = Self::Open(BufReader::with_capacity(BLOCK, file));
                }
            }
        }
    }
}

impl LineReader {
    fn end_line(&mut self, newline: bool) -> io::Result<String> {
        let mut line = mem::take(&mut self.line);
        if newline && line.last() == Some(&b'\r') {
            line.pop();
        }
        let line = String::from_utf8(line).map_err(|_| self.invalid("is not UTF-8"));
        self.number += 1;
        line
    }

    fn invalid(&self, what: &str) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, format!("line {} {what}", self.number))
    }
}

impl Stream for LineReader {
    type Item = io::Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let mut file = ready!(this.state.poll_file(cx))?;
            let block = ready!(file.as_mut().poll_fill_buf(cx))?;
            let newline = block.iter().position(|byte| *byte == b'\n');
            let part = &block[..newline.unwrap_or(block.len())];
            if this.line.len() + part.len() > LONGEST {
                return Poll::Ready(Some(Err(this.invalid("is longer than 1 MiB"))));
            }
            this.line.extend_from_slice(part);
            let is_last = block.is_empty();
            let read = part.len() + usize::from(newline.is_some());
            file.consume(read);
            if newline.is_some() {
                return Poll::Ready(Some(this.end_line(true)));
            }
            if is_last {
                return Poll::Ready((!this.line.is_empty()).then(|| this.end_line(false)));
            }
        }
    }
}
