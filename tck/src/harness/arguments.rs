use super::count;
use crate::report::Report;
use crate::run::Options;
use crate::suite::Suite;

/// What was asked for on the command line or in the environment.
pub(super) struct Arguments {
    pub(super) test: libtest_mimic::Arguments,
    pub(super) seed: u64,
    junit: Option<String>,
    json: Option<String>,
    record: bool,
}

impl Arguments {
    /// Takes our own arguments out, and gives the rest to the test harness.
    ///
    /// The command line wins over the environment.
    pub(super) fn parse(given: impl Iterator<Item = String>) -> Result<Self, String> {
        let from_env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut seed = from_env("TCK_SEED");
        let mut junit = from_env("TCK_JUNIT");
        let mut json = from_env("TCK_JSON");
        let mut record = from_env("TCK_RECORD").is_some();
        let mut rest = Vec::new();
        let mut given = given;
        while let Some(argument) = given.next() {
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let slot = match name {
                "--seed" => &mut seed,
                "--junit" => &mut junit,
                "--json" => &mut json,
                "--record" => {
                    record = true;
                    continue;
                }
                _ => {
                    rest.push(argument);
                    continue;
                }
            };
            let value = inline.or_else(|| given.next());
            *slot = Some(value.ok_or_else(|| format!("{name} needs a value after it"))?);
        }
        let seed = match seed {
            None => Options::default().seed,
            Some(text) => text
                .parse()
                .map_err(|_| format!("the seed has to be a whole number, and not {text:?}"))?,
        };
        Ok(Self { test: libtest_mimic::Arguments::from_iter(rest), seed, junit, json, record })
    }

    /// Whether the whole suite was asked for, and not a part of it.
    pub(super) fn is_whole(&self) -> bool {
        self.test.filter.is_none()
            && self.test.skip.is_empty()
            && !self.test.ignored
            && !self.test.bench
    }

    /// Writes the files that were asked for.
    pub(super) fn write(
        &self,
        report: &Report,
        suite: &Suite,
        options: &Options,
        target: &str,
    ) -> Result<(), String> {
        if let Some(path) = &self.junit {
            report.write_junit(path).map_err(|error| error.to_string())?;
        }
        if let Some(path) = &self.json {
            report.write_json(path).map_err(|error| error.to_string())?;
        }
        if self.record {
            count::record(suite, options, target)?;
        }
        Ok(())
    }
}
