//! `dechrome --generate`: writes manual pages, and completions for shells.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::args::help_text::{command_help, kinds};
use crate::args::{Cli, Generate};
use crate::error::Error;
use crate::output::StdoutWriter;

/// Writes the given file to standard output.
pub(crate) fn run(file: Generate) -> Result<(), Error> {
    let bytes = match file {
        Generate::Man => manual().map_err(Error::stdout)?,
        Generate::ManBatch => manual_of("batch")?,
        Generate::ManExplain => manual_of("explain")?,
        Generate::ManReview => manual_of("review")?,
        Generate::ManStats => manual_of("stats")?,
        Generate::ManDiff => manual_of("diff")?,
        Generate::ManSchema => manual_of("schema")?,
        Generate::ManEval => manual_of("eval")?,
        Generate::CompleteBash => completions(Shell::Bash),
        Generate::CompleteElvish => completions(Shell::Elvish),
        Generate::CompleteFish => completions(Shell::Fish),
        Generate::CompletePowershell => completions(Shell::PowerShell),
        Generate::CompleteZsh => completions(Shell::Zsh),
    };
    let mut out = StdoutWriter::new();
    out.write_bytes(&bytes)?;
    out.flush()
}

/// Returns the command line with its global settings in all subcommands.
fn built_command() -> Command {
    let mut cli = Cli::command();
    cli.build();
    cli
}

/// Returns the manual page of the filter, with a section for each subcommand.
fn manual() -> io::Result<Vec<u8>> {
    let cli = built_command();
    let mut page = Vec::new();
    render_page(&cli, "", &mut page)?;
    for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
        let section = Man::new(command.clone());
        page.extend(format!(".SH COMMAND {}\n", command.get_name().to_uppercase()).bytes());
        section.render_description_section(&mut page)?;
        section.render_options_section(&mut page)?;
    }
    Ok(page)
}

/// Returns the manual page of a subcommand.
fn manual_of(name: &str) -> Result<Vec<u8>, Error> {
    let cli = built_command();
    let mut page = Vec::new();
    if let Some(command) = cli.find_subcommand(name) {
        render_page(command, name, &mut page).map_err(Error::stdout)?;
    }
    Ok(page)
}

/// Writes a manual page: what clap knows of the command, and the examples and exit codes.
fn render_page(command: &Command, name: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone().version(env!("CARGO_PKG_VERSION")))
        .source(concat!("dechrome ", env!("CARGO_PKG_VERSION")));
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    let mut sections = Roff::new();
    if name.is_empty() {
        sections.control("SH", ["KINDS OF BLOCKS"]);
        push_verbatim(&mut sections, kinds().lines());
    }
    if let Some(help) = command_help(name) {
        sections.control("SH", ["EXAMPLES"]);
        push_verbatim(&mut sections, help.examples.iter().copied());
        sections.control("SH", ["EXIT STATUS"]);
        for (code, meaning) in help.exit_codes {
            sections.control("TP", []);
            sections.text([bold(*code)]);
            sections.text([roman(*meaning)]);
        }
    }
    sections.to_writer(page)?;
    man.render_version_section(page)
}

/// Writes lines as they are.
fn push_verbatim<'l>(page: &mut Roff, lines: impl Iterator<Item = &'l str>) {
    page.control("nf", []);
    for line in lines {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}

/// Returns the completion script for a shell.
fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dechrome", &mut script);
    script
}
