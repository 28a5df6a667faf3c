use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Instant;

use super::Report;
use crate::run::{Options, run};
use crate::suite::Suite;

/// How a report is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// As a table, with what failed and how to replay it.
    #[default]
    Table,
    /// As JSON: one document on standard output and nothing else.
    Json,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Table => "table",
            Self::Json => "json",
        })
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "table" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            _ => Err("it is `table` or `json`".to_owned()),
        }
    }
}

/// What a program that runs a suite prints and writes.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// How it prints the report on standard output.
    pub format: Format,
    /// Where it writes the report as JUnit XML, too.
    pub junit: Option<PathBuf>,
}

impl Output {
    /// Runs a suite, as a program of its own does: prints and writes the report, and gives the exit code.
    ///
    /// That is a success if something was played, nothing failed, and all could be written.
    pub fn run(&self, suite: &Suite, options: &Options) -> ExitCode {
        let start = Instant::now();
        let report = run(suite, options);
        report.print(self.format);
        if self.format == Format::Table {
            eprintln!("\nin {:.3} s", start.elapsed().as_secs_f64());
        }
        if let Some(Err(error)) = self.junit.as_ref().map(|path| report.write_junit(path)) {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
        if report.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A report could not be written to a file.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    cause: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} could not be written: {}", self.path.display(), self.cause)
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.cause)
    }
}

impl Report {
    /// Prints it on standard output.
    pub fn print(&self, format: Format) {
        match format {
            Format::Table => print!("{self}"),
            Format::Json => println!("{:#}", self.to_json()),
        }
    }

    /// Writes it to a file, [as JUnit XML](Self::to_junit).
    ///
    /// # Errors
    ///
    /// When there can be no such file, or the text of a failure cannot be written as XML.
    pub fn write_junit(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        write(path.as_ref(), || Ok(self.to_junit()?))
    }

    /// Writes it to a file, [as JSON](Self::to_json).
    ///
    /// # Errors
    ///
    /// When there can be no such file.
    pub fn write_json(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        write(path.as_ref(), || Ok(format!("{:#}\n", self.to_json())))
    }
}

fn write(
    path: &Path,
    text: impl FnOnce() -> Result<String, Box<dyn Error + Send + Sync>>,
) -> Result<(), WriteError> {
    let written = text().and_then(|text| Ok(fs::write(path, text)?));
    written.map_err(|cause| WriteError { path: path.to_owned(), cause })
}
