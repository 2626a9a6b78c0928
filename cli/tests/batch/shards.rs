//! Outputs in several files, and shares of the inputs.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use crate::common::{PAGE, TEXT, code, dechrome, files_below, folder, ids, run, stderr, write};

/// Writes records with the ids 0 to `count`.
fn write_records(path: &Path, count: usize) {
    let line = |number: usize| json!({"id": number.to_string(), "text": TEXT}).to_string() + "\n";
    write(path, (0..count).map(line).collect::<String>());
}

#[test]
fn shards_are_the_output_in_several_files() {
    let here = folder("shards-rows");
    write_records(&here.join("r.jsonl"), 25);
    let args = ["batch", "r.jsonl", "-q", "-o", "out/s-{index:03}.jsonl", "--shard-rows", "10"];
    fs::create_dir_all(here.join("out")).expect("makes a folder");
    assert_eq!(code(&run(&here, &args)), 0);
    let written = files_below(&here.join("out"));
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["s-000.jsonl", "s-001.jsonl", "s-002.jsonl"]);
    let counts: Vec<usize> =
        names.iter().map(|name| ids(&here.join("out").join(name)).len()).collect();
    assert_eq!(counts, [10, 10, 5]);
    assert_eq!(code(&run(&here, &["batch", "r.jsonl", "-q", "-o", "whole.jsonl"])), 0);
    let joined: Vec<u8> = written.into_iter().flat_map(|(_, bytes)| bytes).collect();
    assert_eq!(joined, fs::read(here.join("whole.jsonl")).expect("reads"));
    // Shards of an earlier run would mix with the new ones.
    let output = run(&here, &args);
    assert!(code(&output) == 2 && stderr(&output).contains("exists; remove the shards"));
    for args in [
        &["-o", "one.jsonl", "--shard-rows", "5"][..],
        &["-o", "x-{index}.jsonl"],
        &["-o", "x-{index}", "--to", "txt", "--shard-rows", "5"],
    ] {
        assert_eq!(code(&run(&here, &[&["batch", "r.jsonl"], args].concat())), 2, "{args:?}");
    }
    for name in ["b-{index}.parquet", "b-{index}.warc.gz", "b-{index}.jsonl.zst"] {
        let output = run(&here, &["batch", "r.jsonl", "-q", "-o", name, "--shard-bytes", "3000"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let shard = |index: &str| here.join(name.replace("{index}", index));
        assert!(shard("1").exists());
        let (first, second) = (name.replace("{index}", "0"), name.replace("{index}", "1"));
        let read = run(&here, &["batch", &first, &second, "-o", "both.jsonl"]);
        assert_eq!(code(&read), 0, "{}", stderr(&read));
    }
}

#[test]
fn shards_are_resumed_after_a_kill() {
    let here = folder("shards-resume");
    write_records(&here.join("r.jsonl"), 3000);
    for name in ["s-{index:02}.jsonl.gz", "s-{index:02}.parquet"] {
        let path = format!("out/{name}");
        let args = ["batch", "r.jsonl", "-q", "-o", &path, "--shard-rows", "400"];
        fs::create_dir_all(here.join("out")).expect("makes a folder");
        assert_eq!(code(&run(&here, &args)), 0);
        let whole = files_below(&here.join("out"));
        assert_eq!(whole.len(), 8);
        fs::remove_dir_all(here.join("out")).expect("removes");
        fs::create_dir_all(here.join("out")).expect("makes a folder");
        let mut pause = 60;
        loop {
            // Before the first checkpoint there is nothing to resume.
            let has_checkpoint = here.join(format!("{path}.resume")).exists();
            let with = if has_checkpoint { &["--resume"][..] } else { &[] };
            let args = [&args[..], with].concat();
            let mut child = dechrome(&here, &args).stderr(Stdio::null()).spawn().expect("starts");
            sleep(Duration::from_millis(pause));
            pause += 60;
            assert!(pause < 60_000, "the run never ends");
            child.kill().expect("kills");
            if child.wait().expect("ends").success() {
                break;
            }
            if !here.join(format!("{path}.resume")).exists() {
                fs::remove_dir_all(here.join("out")).expect("removes");
                fs::create_dir_all(here.join("out")).expect("makes a folder");
            }
        }
        // A run with --resume leaves its checkpoint.
        let _ = fs::remove_file(here.join(format!("{path}.resume")));
        assert!(files_below(&here.join("out")) == whole, "{name}");
        fs::remove_dir_all(here.join("out")).expect("removes");
    }
}

#[test]
fn the_first_document_of_a_shard_is_no_duplicate_after_a_failure() {
    let here = folder("shards-dedupe");
    let line = |number: usize| json!({"id": number.to_string(), "url": format!("https://a.b/{number}"), "text": TEXT});
    let lines = (0..5).map(|number| line(number).to_string() + "\n");
    write(&here.join("r.jsonl"), lines.collect::<String>());
    let args = ["batch", "r.jsonl", "-q", "-o", "s-{index}.jsonl", "--shard-rows", "2"];
    let args = [&args[..], &["--dedupe", "url"]].concat();
    // Each shard but the first cannot be opened once, because a folder has its name.
    let in_the_way = ["s-1.jsonl.part", "s-2.jsonl.part"].map(|name| here.join(name));
    for folder in &in_the_way {
        fs::create_dir_all(folder).expect("makes a folder");
    }
    assert_ne!(code(&run(&here, &args)), 0);
    let args = [&args[..], &["--resume"]].concat();
    for (number, folder) in in_the_way.iter().enumerate() {
        fs::remove_dir(folder).expect("removes");
        let is_last = number + 1 == in_the_way.len();
        assert_eq!(code(&run(&here, &args)) == 0, is_last);
    }
    let written = ["0", "1", "2"].map(|index| ids(&here.join(format!("s-{index}.jsonl"))));
    assert_eq!(written.concat(), ["0", "1", "2", "3", "4"]);
}

#[test]
fn shares_of_the_inputs_make_up_the_whole() {
    let here = folder("shards-part");
    for number in 0..5 {
        write(&here.join(format!("in/{number}.html")), PAGE);
    }
    let mut all = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let output = run(&here, &["batch", "in", "-q", "-o", "out.jsonl", "--part", part]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        all.extend(ids(&here.join("out.jsonl")));
    }
    all.sort();
    assert_eq!(all, ["0", "1", "2", "3", "4"]);
    assert_eq!(code(&run(&here, &["batch", "in", "-q", "-o", "out.jsonl", "--part", "9/9"])), 0);
    assert_eq!(ids(&here.join("out.jsonl")).len(), 0);
    for part in ["0/3", "4/3", "1", "a/b"] {
        assert_eq!(code(&run(&here, &["batch", "in", "-o", "-", "--part", part])), 2, "{part}");
    }
}
