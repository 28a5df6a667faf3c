/// What JetStream says of a message, in the subject of its acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) delivered: u64,
    pub(crate) stream: u64,
    pub(crate) consumer: u64,
    /// Nanoseconds since 1970.
    pub(crate) published: u64,
    pub(crate) pending: u64,
}

impl Position {
    /// `$JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.<consumer sequence>.<time>.<pending>`, in later
    /// versions with domain and account in front of the stream, and perhaps more at the end.
    pub(crate) fn parse(reply: &str) -> Option<Self> {
        let mut tokens = [""; 9];
        let mut count = 0;
        for (slot, token) in tokens.iter_mut().zip(reply.strip_prefix("$JS.ACK.")?.split('.')) {
            *slot = token;
            count += 1;
        }
        let numbers = match count {
            7 => &tokens[2..7],
            9 => &tokens[4..9],
            _ => return None,
        };
        Some(Self {
            delivered: numbers[0].parse().ok()?,
            stream: numbers[1].parse().ok()?,
            consumer: numbers[2].parse().ok()?,
            published: numbers[3].parse().ok()?,
            pending: numbers[4].parse().ok()?,
        })
    }
}
