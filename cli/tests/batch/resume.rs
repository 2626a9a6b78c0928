//! Runs that are interrupted or killed, and resumed.

use std::fs;
use std::io::Write;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{PAGE, TEXT, code, dechrome, folder, gzip, ids, run, run_with, stderr, write};

/// Waits until a run that writes `out` has saved a checkpoint.
fn wait_for_checkpoint(child: &mut Child, here: &Path, out: &str) {
    while !here.join(format!("{out}.resume")).exists() {
        assert!(child.try_wait().expect("waits").is_none(), "the run ended");
        sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run_after_writing_what_was_read() {
    let here = folder("batch-interrupt");
    let mut command = dechrome(&here, &["batch", "-", "--from", "jsonl", "--output", "out.jsonl"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut pipe = child.stdin.take().expect("has a pipe");
    let line = b"{\"text\":\"a\"}\n";
    // A checkpoint is due after 512 documents. The signal handler is set before the first one.
    pipe.write_all(&line.repeat(515)).expect("writes");
    pipe.write_all(b"{\"text\":").expect("writes");
    wait_for_checkpoint(&mut child, &here, "out.jsonl");
    let sent =
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("runs kill");
    assert!(sent.success());
    // The pipe stays open and silent, so only the interrupt can end the run.
    let output = child.wait_with_output().expect("ends");
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!(stderr(&output).contains("out.jsonl.part"), "{}", stderr(&output));
    let written = ids(&here.join("out.jsonl.part"));
    assert_eq!(written.len(), 515, "{}", stderr(&output));
    drop(pipe);
    assert!(written.iter().zip(1..).all(|(id, number)| *id == format!("stdin#{number}")));
    assert!(!here.join("out.jsonl").exists());
}

/// Writes texts and pages to several files. Some records are broken.
fn write_crawl(here: &Path) {
    let mut all = [String::new(), String::new()];
    for number in 0..1500 {
        let line =
            json!({"id": number, "text": TEXT.repeat(1 + number * 7 % 5)}).to_string() + "\n";
        all[number % 2] += if number % 401 == 7 { "not json\n" } else { &line };
    }
    write(&here.join("in/a.jsonl"), &all[0]);
    write(&here.join("in/b.jsonl.gz"), gzip(&all[1]));
    (0..50).for_each(|number| write(&here.join(format!("in/pages/{number}.html")), PAGE));
}

#[test]
fn a_resumed_run_writes_the_same_bytes() {
    let here = folder("batch-resume");
    write_crawl(&here);
    for output in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"] {
        let args = [
            "batch",
            "in",
            "-o",
            output,
            "--min-chars",
            "400",
            "--rejects",
            "rejects.jsonl",
            "--threads",
            "2",
        ];
        assert_eq!(code(&run(&here, &args)), 3);
        let read =
            || [output, "rejects.jsonl"].map(|name| fs::read(here.join(name)).expect("reads"));
        let whole = read();
        let resumed = [&args[..], &["--resume", "--report", "report.json"]].concat();
        let mut repeated = 0;
        for round in 0..2_u64 {
            [output, "rejects.jsonl"]
                .iter()
                .for_each(|name| fs::remove_file(here.join(name)).expect("removes"));
            // The run is killed, killed again after it was resumed, and then left alone.
            for pause in [100 + round * 150, 50 + round * 70] {
                let mut child =
                    dechrome(&here, &resumed).stderr(Stdio::null()).spawn().expect("starts");
                sleep(Duration::from_millis(pause));
                child.kill().expect("kills");
                child.wait().expect("ends");
            }
            if !here.join(output).exists() || here.join(format!("{output}.part")).exists() {
                let ended = run(&here, &resumed);
                assert_eq!(code(&ended), 3, "{}", stderr(&ended));
                let report = fs::read(here.join("report.json")).expect("reads");
                let report: Value = serde_json::from_slice(&report).expect("is JSON");
                assert_eq!((&report["documents"], &report["failed"]), (&json!(1546), &json!(4)));
                repeated += 1;
            }
            assert!(read() == whole, "{output}, round {round}");
            assert!(!here.join(format!("{output}.part")).exists());
        }
        assert!(repeated > 0, "no run was killed");
    }
}

/// Starts a run that writes `o.jsonl` from standard input, and kills it after a checkpoint.
fn kill_after_checkpoint(here: &Path, args: &[&str], lines: &str) {
    let mut child =
        dechrome(here, args).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    // The pipe stays open, so the run cannot end by itself.
    let mut pipe = child.stdin.take().expect("has a pipe");
    pipe.write_all(lines.as_bytes()).expect("writes");
    wait_for_checkpoint(&mut child, here, "o.jsonl");
    child.kill().expect("kills");
    child.wait().expect("ends");
}

#[test]
fn a_run_is_resumed_only_with_the_same_arguments() {
    let here = folder("batch-other");
    let args = ["batch", "-", "--from", "jsonl", "-o", "o.jsonl"];
    let lines = (json!({"text": "a"}).to_string() + "\n").repeat(600);
    kill_after_checkpoint(&here, &args, &lines);
    let output = run(&here, &[&args[..], &["--resume", "--skip-empty"]].concat());
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("other arguments, inputs or version: --skip-empty;"),
        "{}",
        stderr(&output)
    );
    assert_eq!(code(&run(&here, &["batch", "-", "-o", "-", "--resume"])), 2);
    let output = run(&here, &args);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("--restart discards it"), "{}", stderr(&output));
    let output = run_with(&here, &[&args[..], &["-q", "--restart"]].concat(), lines.as_bytes());
    assert_eq!((code(&output), ids(&here.join("o.jsonl")).len()), (0, 600));
    assert!(!here.join("o.jsonl.resume").exists());
}

/// Kills a run that has written everything and renamed the outputs in `named`, and resumes it.
fn resume_during_the_renames(name: &str, named: &[&str]) {
    let here = folder(name);
    let args = [
        "batch",
        "-",
        "--from",
        "jsonl",
        "-o",
        "o.jsonl",
        "--rejects",
        "r.jsonl",
        "--min-chars",
        "3",
    ];
    // As many documents as there are between two checkpoints.
    let lines: String =
        (0..512).map(|n| json!({"text": "a".repeat(1 + n % 4)}).to_string() + "\n").collect();
    assert_eq!(code(&run_with(&here, &args, lines.as_bytes())), 0);
    let read = || ["o.jsonl", "r.jsonl"].map(|name| fs::read(here.join(name)).expect("reads"));
    let whole = read();
    ["o.jsonl", "r.jsonl"]
        .iter()
        .for_each(|name| fs::remove_file(here.join(name)).expect("removes"));

    kill_after_checkpoint(&here, &args, &lines);
    let manifest = fs::read_to_string(here.join("o.jsonl.resume")).expect("reads");
    let written = manifest.replace("\"is_written\":false", "\"is_written\":true");
    assert_ne!(written, manifest);
    fs::write(here.join("o.jsonl.resume"), written).expect("writes");
    named.iter().for_each(|name| {
        fs::rename(here.join(format!("{name}.part")), here.join(name)).expect("renames")
    });

    let resumed = run_with(&here, &[&args[..], &["--resume"]].concat(), lines.as_bytes());
    assert_eq!(code(&resumed), 0, "{}", stderr(&resumed));
    assert!(read() == whole);
    let left = fs::read_dir(&here).expect("lists").map(|entry| entry.expect("lists").file_name());
    let mut left: Vec<_> = left.collect();
    left.sort();
    assert_eq!(left, ["o.jsonl", "o.jsonl.resume", "r.jsonl"], "something is left over");
}

#[test]
fn a_run_killed_during_the_renames_is_resumed() {
    resume_during_the_renames("batch-unnamed", &[]);
    resume_during_the_renames("batch-half-named", &["r.jsonl"]);
    resume_during_the_renames("batch-named", &["r.jsonl", "o.jsonl"]);
}

#[test]
fn a_shorter_pipe_does_not_complete_a_run() {
    let here = folder("batch-resume-short");
    let args = ["batch", "-", "--from", "jsonl", "-o", "o.jsonl"];
    let line = "{\"text\":\"It rained.\"}\n";
    kill_after_checkpoint(&here, &args, &line.repeat(600));
    let resumed = [&args[..], &["--resume"]].concat();
    let short = run_with(&here, &resumed, line.repeat(5).as_bytes());
    assert_eq!(code(&short), 2, "{}", stderr(&short));
    assert!(stderr(&short).contains("ended before record 512"), "{}", stderr(&short));
    assert!(!here.join("o.jsonl").exists());
    let whole = run_with(&here, &resumed, line.repeat(600).as_bytes());
    assert_eq!(code(&whole), 0, "{}", stderr(&whole));
    assert_eq!(ids(&here.join("o.jsonl")).len(), 600);
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_fills_the_disk_says_how_to_continue() {
    let here = folder("resume-full");
    let records: String =
        (0..2000).map(|id| json!({"id": id, "text": TEXT}).to_string() + "\n").collect();
    write(&here.join("r.jsonl"), records);
    // Files of more than 800 blocks of 512 or 1024 bytes cannot be written.
    let program = env!("CARGO_BIN_EXE_dechrome");
    let command = format!(
        "trap '' XFSZ; ulimit -f 800; exec {program} batch r.jsonl -q -o out.jsonl --threads 1"
    );
    let output = Command::new("sh").args(["-c", &command]).current_dir(&here).output();
    let output = output.expect("runs");
    let messages: Vec<&str> = stderr(&output).lines().collect();
    let hint = "dechrome: what was cleaned is in out.jsonl.part; the same command with --resume \
        continues from there";
    assert_eq!((code(&output), messages.len(), messages[0]), (2, 2, hint));
    assert!(messages[1].starts_with("dechrome: out.jsonl.part: File too large"), "{messages:?}");
    let args = ["batch", "r.jsonl", "-q", "-o", "out.jsonl", "--threads", "1", "--resume"];
    assert_eq!(code(&run(&here, &args)), 0);
    assert_eq!(ids(&here.join("out.jsonl")).len(), 2000);
}

#[test]
fn a_complete_run_is_not_repeated_by_resume() {
    let here = folder("resume-complete");
    write(&here.join("a.html"), PAGE);
    write(&here.join("broken.jsonl"), "not json\n");
    let args = ["batch", "a.html", "broken.jsonl", "-q", "-o", "o.jsonl", "--resume"];
    assert_eq!(code(&run(&here, &args)), 3);
    let written = || fs::metadata(here.join("o.jsonl")).expect("exists").modified().expect("time");
    let first = written();
    let again = run(&here, &args);
    // The failures of the run do not vanish.
    assert_eq!(code(&again), 3);
    assert!(stderr(&again).contains("nothing to resume"), "{}", stderr(&again));
    assert_eq!(written(), first);

    // An output that was removed is written again.
    fs::remove_file(here.join("o.jsonl")).expect("removes");
    assert_eq!((code(&run(&here, &args)), ids(&here.join("o.jsonl")).len()), (3, 1));
    // A run without --resume replaces the output, and leaves nothing.
    assert_eq!(code(&run(&here, &args[..args.len() - 1])), 3);
    assert!(!here.join("o.jsonl.resume").exists());
}

/// Runs the command, and checks that it neither writes nor ends well.
fn refuse(here: &Path, args: &[&str], message: &str) {
    let before = fs::read(here.join("o.jsonl")).expect("reads");
    let output = run(here, args);
    assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
    assert!(stderr(&output).contains(message), "{}", stderr(&output));
    assert_eq!(fs::read(here.join("o.jsonl")).expect("reads"), before);
}

#[test]
fn a_complete_output_of_another_run_is_not_skipped() {
    let here = folder("resume-other");
    write(&here.join("in/a.html"), PAGE);
    let args = ["batch", "in", "-q", "-o", "o.jsonl"];
    let resumed = [&args[..], &["--resume"]].concat();
    assert_eq!(code(&run(&here, &args)), 0);
    refuse(&here, &resumed, "says that it is the output of this command");
    fs::remove_file(here.join("o.jsonl")).expect("removes");
    assert_eq!(code(&run(&here, &resumed)), 0);
    refuse(&here, &[&resumed[..], &["--precision"]].concat(), ": --precision;");
    // A file that is older than the output.
    let modified = fs::metadata(here.join("in/a.html")).expect("exists").modified().expect("time");
    write(&here.join("in/b.html"), PAGE);
    let file = fs::File::options().append(true).open(here.join("in/b.html")).expect("opens");
    file.set_modified(modified).expect("sets the time");
    refuse(&here, &resumed, "the content of an input");
    assert_eq!(code(&run(&here, &[&args[..], &["--restart"]].concat())), 0);
    assert_eq!(ids(&here.join("o.jsonl")), ["a", "b"]);

    // Nothing says what a pipe holds.
    let args = ["batch", "-", "-q", "-o", "pipe.jsonl", "--resume"];
    let run_pipe = |text: &str| run_with(&here, &args, text.as_bytes());
    assert_eq!(code(&run_pipe("It rained.")), 0);
    let again = run_pipe("Another text.");
    assert_eq!(code(&again), 2);
    assert!(stderr(&again).contains("standard input"), "{}", stderr(&again));
}
