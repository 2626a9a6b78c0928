//! `dechrome --generate`: writes the manual page, and completions for shells.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::{Cli, Generate};
use crate::error::Error;
use crate::output::StdoutWriter;

/// Writes the given file to standard output.
pub(crate) fn run(file: Generate) -> Result<(), Error> {
    let bytes = match file {
        Generate::Man => manual_page().map_err(Error::stdout)?,
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

/// Returns the manual page, with a section for each subcommand.
fn manual_page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut cli = Cli::command();
    // Propagates global settings to the subcommands.
    cli.build();
    clap_mangen::Man::new(cli.clone()).render(&mut page)?;
    for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
        let section = clap_mangen::Man::new(command.clone());
        page.extend(format!(".SH COMMAND {}\n", command.get_name().to_uppercase()).bytes());
        section.render_description_section(&mut page)?;
        section.render_options_section(&mut page)?;
    }
    Ok(page)
}

/// Returns the completion script for a shell.
fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dechrome", &mut script);
    script
}
