//! The suite as a test target: what cargo, nextest and people may ask of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// An example of this package, which cargo builds along with its tests.
fn example(name: &str) -> Command {
    let here = env::current_exe().expect("a test has a path");
    let folder = here
        .parent()
        .and_then(Path::parent)
        .expect("it is in a folder of cargo's")
        .join("examples");
    let path = folder.join(name).with_extension(env::consts::EXE_EXTENSION);
    assert!(path.exists(), "{} is not built: cargo build --examples", path.display());
    let mut command = Command::new(path);
    // Whatever the person who runs this has set is about another run.
    for name in ["TCK_SEED", "TCK_JUNIT", "TCK_JSON", "TCK_RECORD"] {
        command.env_remove(name);
    }
    command
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&path)); // left by an earlier run, if at all
    fs::create_dir_all(&path).expect("the folder of cargo can be written to");
    path
}

#[test]
fn a_correct_publisher_passes_and_the_table_says_what_was_declined() {
    let output = example("countdown").output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("countdown: it cannot be made to fail at once"));
}

#[test]
fn a_fault_fails_and_names_rule_reason_trace_and_replay() {
    let output = example("one_too_many").output().unwrap();
    assert_eq!(output.status.code(), Some(101));
    let text = text(&output);
    for part in [
        "broken: §1.1 no more elements are delivered than were requested",
        "saw: 100 requested, and here comes element 101",
        "replay: TCK_SEED=1 cargo test --test one_too_many -- --exact",
        "request(100)",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn every_check_is_listed_as_nextest_wants_it() {
    let output = example("countdown").args(["--list", "--format", "terse"]).output().unwrap();
    assert!(output.status.success());
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.lines().all(|line| line.starts_with("countdown::") && line.ends_with(": test")));
    assert!(listed.lines().count() > 50, "{listed}");
    let ignored = example("countdown").args(["--list", "--format", "terse", "--ignored"]).output();
    let ignored = String::from_utf8(ignored.unwrap().stdout).unwrap();
    assert!(ignored.contains("fails"), "what is declined is listed as ignored: {ignored}");
}

#[test]
fn one_check_is_run_by_its_exact_name() {
    let name =
        "countdown::required_spec102_may_signal_less_than_requested_and_terminate_subscription";
    let output = example("countdown").args(["--exact", name, "--nocapture"]).output().unwrap();
    assert!(output.status.success());
    assert!(text(&output).contains("1 passed"), "{}", text(&output));
}

#[test]
fn a_filter_that_means_other_tests_is_no_failure() {
    let output = example("countdown").arg("some_unit_test").output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn junit_and_json_are_written() {
    let folder = folder("reports");
    let (junit, json) = (folder.join("junit.xml"), folder.join("verdicts.json"));
    let output = example("one_too_many")
        .args(["--junit".as_ref(), junit.as_os_str(), "--json".as_ref(), json.as_os_str()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(101));
    let report = quick_junit::Report::deserialize_from_str(&fs::read_to_string(junit).unwrap());
    let report = report.unwrap();
    let json: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(Value::from(report.failures), json["totals"]["failed"]);
    assert_eq!(Value::from(report.tests), {
        let totals = json["totals"].as_object().unwrap();
        Value::from(totals.values().map(|count| count.as_u64().unwrap()).sum::<u64>())
    });
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_that_names_it() {
    let output = example("countdown").args(["--junit", "no/such/folder/x.xml"]).output().unwrap();
    assert!(!output.status.success());
    assert!(text(&output).contains("no/such/folder/x.xml could not be written"));
}

#[test]
fn a_seed_that_is_no_number_is_refused() {
    let output = example("countdown").args(["--seed", "soon"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("\"soon\""), "{}", text(&output));
}

#[test]
fn a_check_that_was_lost_since_the_last_count_fails_the_run() {
    let folder = folder("counts");
    let run = |record: bool| {
        let mut command = example("countdown");
        command.env("CARGO_MANIFEST_DIR", &folder);
        if record {
            command.arg("--record");
        }
        command.output().unwrap()
    };
    assert!(run(true).status.success());
    let unchanged = run(false);
    assert!(unchanged.status.success());
    assert!(text(&unchanged).contains("tck::no_check_was_lost"), "{}", text(&unchanged));
    let file = folder.join("tck-counts.json");
    let mut counts: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let played = counts["countdown"]["countdown"].as_u64().unwrap();
    assert!(played > 40, "{played}");
    counts["countdown"]["countdown"] = Value::from(played + 1);
    fs::write(&file, counts.to_string()).unwrap();
    let output = run(false);
    assert_eq!(output.status.code(), Some(101));
    let complaint = format!("{played} checks were played, and {} are recorded", played + 1);
    assert!(text(&output).contains(&complaint), "{}", text(&output));
}
