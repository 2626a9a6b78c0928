//! Keeps the files that a run writes out of its inputs.
//!
//! Files are compared, not names: a link, or another spelling of the path, is the same file.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::args::BatchArgs;
use crate::batch::inputs::input_file::{InputFile, InputOrigin};
use crate::batch::part_files::{PART_SUFFIX, companions, sibling};
use crate::batch::shards::ShardPlan;
use crate::error::Error;
use crate::input;

/// A file that a run writes, or reads for another purpose than cleaning.
struct RunFile {
    /// The option that names it.
    option: &'static str,
    path: PathBuf,
    /// True if the run replaces the file when it is complete.
    is_replaced: bool,
    /// `None` if the file does not exist, or if it is a folder or device.
    identity: Option<FileIdentity>,
}

/// An input that is also a file of the run.
#[derive(Clone, Copy)]
struct SharedFile {
    /// The option that names the file.
    option: &'static str,
    is_replaced: bool,
}

/// An input that an output of the run replaces.
#[derive(Debug)]
pub(in crate::batch) struct ReplacedInput {
    /// The option that names the output.
    pub(in crate::batch) option: &'static str,
    pub(in crate::batch) path: PathBuf,
}

/// The identity of a file on the disk.
struct FileIdentity {
    handle: Handle,
    /// Comparing sizes first saves opening most inputs.
    size: u64,
}

/// The files of a run that are not inputs.
pub(super) struct RunFiles {
    files: Vec<RunFile>,
    /// The unfinished output folder of an interrupted run.
    part_folder: Option<PathBuf>,
}

impl RunFiles {
    /// Lists the files that the arguments name, and those that a run creates beside them.
    ///
    /// # Errors
    ///
    /// Fails if the arguments contradict each other.
    pub(super) fn of(args: &BatchArgs) -> Result<Self, Error> {
        let mut files = Vec::new();
        let plan = ShardPlan::of(args)?;
        check_shard_names(args, plan.as_ref())?;
        for path in plan.map_or_else(Vec::new, |plan| plan.existing()) {
            let identity = identity(&path);
            files.push(RunFile { option: "--output", path, is_replaced: false, identity });
        }
        for (option, path) in named_files(args) {
            // The run only reads the others. The shell has emptied a file after `>` already.
            let is_replaced =
                !matches!(option, "--config" | "--rules") && !input::is_standard_stream(path);
            let (named, identity_of_named) = (path.to_owned(), identity(path));
            files.push(RunFile { option, path: named, is_replaced, identity: identity_of_named });
            for path in companions(path) {
                let identity = identity(&path);
                files.push(RunFile { option, path, is_replaced: false, identity });
            }
        }
        let part_folder = fs::canonicalize(sibling(&args.output, PART_SUFFIX)).ok();
        Ok(RunFiles { files, part_folder: part_folder.filter(|path| path.is_dir()) })
    }

    /// Fails if two options name one file, because one output would replace the other.
    pub(super) fn check_distinct(&self) -> Result<(), Error> {
        let places: Vec<PathBuf> = self.files.iter().map(|file| place(&file.path)).collect();
        for (index, file) in self.files.iter().enumerate() {
            for (other, other_place) in self.files[..index].iter().zip(&places) {
                // Links between existing files count. New files can only have the same name.
                let is_same = match (&file.identity, &other.identity) {
                    (Some(one), Some(two)) => one.handle == two.handle,
                    _ => places[index] == *other_place && !input::is_standard_stream(&file.path),
                };
                if is_same && file.option != other.option {
                    let (one, two, path) = (other.option, file.option, file.path.display());
                    return Err(Error::Usage(format!(
                        "{one} and {two} name the same file: {path}"
                    )));
                }
            }
        }
        Ok(())
    }

    /// Returns the file of the run that an input is, if any.
    fn shared_file(&self, input: &Path) -> Option<SharedFile> {
        if let Some(folder) = &self.part_folder
            && fs::canonicalize(input).is_ok_and(|input| input.starts_with(folder))
        {
            return Some(SharedFile { option: "--output", is_replaced: false });
        }
        // Opening a pipe would take bytes from it.
        let metadata = if input::is_standard_stream(input) {
            Handle::stdin().ok()?.as_file().metadata().ok()
        } else {
            fs::metadata(input).ok()
        };
        let metadata = metadata.filter(Metadata::is_file)?;
        let mut identities = self.files.iter().filter_map(|file| {
            let identity = file.identity.as_ref()?;
            let shared = SharedFile { option: file.option, is_replaced: file.is_replaced };
            (identity.size == metadata.len()).then_some((shared, identity))
        });
        let first = identities.next()?;
        let handle = input::handle(input).ok()?;
        let found = std::iter::once(first)
            .chain(identities)
            .find(|(_, identity)| identity.handle == handle)?;
        Some(found.0)
    }

    /// Removes the files of the run from a list of inputs. Returns those that the run replaces.
    ///
    /// # Errors
    ///
    /// Fails if the user named such a file as an input: the run would replace it.
    pub(super) fn remove_from(
        &self,
        inputs: &mut Vec<InputFile>,
    ) -> Result<Vec<ReplacedInput>, Error> {
        let (mut kept, mut replaced) = (Vec::new(), Vec::new());
        for input in inputs.drain(..) {
            match self.shared_file(&input.path) {
                None => kept.push(input),
                Some(SharedFile { option, .. }) if input.origin == InputOrigin::Named => {
                    return Err(Error::Usage(format!(
                        "{} is an input and also the file of {option}",
                        input.path.display()
                    )));
                }
                Some(SharedFile { option, is_replaced: true }) => {
                    replaced.push(ReplacedInput { option, path: input.path });
                }
                Some(_) => {}
            }
        }
        *inputs = kept;
        Ok(replaced)
    }
}

/// Fails if another file of the run has the name of a shard, which would replace it.
fn check_shard_names(args: &BatchArgs, plan: Option<&ShardPlan>) -> Result<(), Error> {
    let Some(plan) = plan else { return Ok(()) };
    for (option, path) in named_files(args) {
        if plan.shard_named_like(path).is_some_and(|shard| place(&shard) == place(path)) {
            let path = path.display();
            return Err(Error::Usage(format!("{option}: {path} has the name of a shard")));
        }
    }
    Ok(())
}

/// Returns the path of a file that need not exist, in the one spelling of its folder.
fn place(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match (fs::canonicalize(parent.unwrap_or(Path::new("."))), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Returns the files that the options name, with their options.
fn named_files(args: &BatchArgs) -> Vec<(&'static str, &Path)> {
    let mut files = vec![("--output", args.output.as_path())];
    for (option, path) in [
        ("--rejects", &args.rejects),
        ("--failures", &args.failures),
        ("--report", &args.report),
        ("--config", &args.config),
        ("--rules", &args.rules),
    ] {
        files.extend(path.as_deref().map(|path| (option, path)));
    }
    files
}

/// Returns the identity of a file. `-` is the file that standard output is redirected to.
fn identity(path: &Path) -> Option<FileIdentity> {
    if input::is_standard_stream(path) {
        let handle = Handle::stdout().ok()?;
        let metadata = handle.as_file().metadata().ok().filter(Metadata::is_file)?;
        return Some(FileIdentity { handle, size: metadata.len() });
    }
    let metadata = fs::metadata(path).ok().filter(Metadata::is_file)?;
    Some(FileIdentity { handle: Handle::from_path(path).ok()?, size: metadata.len() })
}
