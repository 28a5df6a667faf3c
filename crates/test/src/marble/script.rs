use std::fmt::{self, Display};

/// What is wrong with a marble string, and where.
type Complaint = (usize, &'static str);

/// What a marble string is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Source,
    Expectation,
}

/// What a character of a marble string stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Next(String),
    Complete,
    Error,
    Subscribe,
    Cancel,
}

/// A marble string that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) frames: u64,
    /// Each with its frame.
    pub(super) marks: Vec<(u64, Mark)>,
}

impl Script {
    pub(super) fn parse(text: &str, used_as: Use) -> Result<Self, Complaint> {
        let mut script = Self { frames: 0, marks: Vec::new() };
        let mut group: Option<usize> = None;
        let mut characters = text.chars().enumerate();
        while let Some((at, character)) = characters.next() {
            let mark = match character {
                ' ' => continue,
                '-' if group.is_some() => return Err((at, "no time passes inside a group")),
                '-' => {
                    script.frames += 1;
                    continue;
                }
                '(' if group.is_some() => return Err((at, "a group inside a group")),
                '(' => {
                    group = Some(at);
                    continue;
                }
                ')' if group.take().is_none() => return Err((at, "no group is open")),
                ')' => {
                    script.frames += 1;
                    continue;
                }
                '|' => Mark::Complete,
                '#' => Mark::Error,
                '^' if script.frame_of(&Mark::Subscribe).is_some() => {
                    return Err((at, "a second subscription"));
                }
                '^' => Mark::Subscribe,
                '!' if used_as == Use::Source => return Err((at, "a source does not cancel")),
                '!' => Mark::Cancel,
                '<' if used_as == Use::Source => {
                    return Err((at, "elements of a source have one character"));
                }
                '<' => {
                    let mut name = String::new();
                    loop {
                        match characters.next() {
                            Some((_, '>')) => break,
                            Some((_, character)) => name.push(character),
                            None => return Err((at, "an element without `>`")),
                        }
                    }
                    Mark::Next(name)
                }
                '>' => return Err((at, "no element is open")),
                character => Mark::Next(character.to_string()),
            };
            if script.ends() {
                return Err((at, "nothing follows the end (§1.7)"));
            }
            script.marks.push((script.frames, mark));
            script.frames += u64::from(group.is_none());
        }
        group.map_or(Ok(script), |at| Err((at, "a group without `)`")))
    }

    pub(super) fn frame_of(&self, wanted: &Mark) -> Option<u64> {
        self.marks.iter().find(|(_, mark)| mark == wanted).map(|(frame, _)| *frame)
    }

    /// Whether a terminal signal or a cancel is the last mark.
    pub(super) fn ends(&self) -> bool {
        matches!(self.marks.last(), Some((_, Mark::Complete | Mark::Error | Mark::Cancel)))
    }
}

impl Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for frame in 0..self.frames {
            let mut marks = self.marks.iter().filter(|(at, _)| *at == frame).map(|(_, mark)| mark);
            match (marks.next(), marks.next()) {
                (None, _) => f.write_str("-")?,
                (Some(mark), None) => mark.fmt(f)?,
                (Some(first), Some(second)) => {
                    write!(f, "({first}{second}")?;
                    marks.try_for_each(|mark| mark.fmt(f))?;
                    f.write_str(")")?;
                }
            }
        }
        Ok(())
    }
}

impl Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next(name) => {
                let mut characters = name.chars();
                match (characters.next(), characters.next()) {
                    (Some(one), None) if !" -()|#^!<>".contains(one) => write!(f, "{one}"),
                    _ => write!(f, "<{name}>"),
                }
            }
            Self::Complete => f.write_str("|"),
            Self::Error => f.write_str("#"),
            Self::Subscribe => f.write_str("^"),
            Self::Cancel => f.write_str("!"),
        }
    }
}
