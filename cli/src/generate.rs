//! `dechrome --generate`: the manual page, and completions for shells.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::{Cli, Generate};
use crate::error::Error;
use crate::output::StdoutWriter;

/// Writes what is asked for to standard output.
pub(crate) fn run(what: Generate) -> Result<(), Error> {
    let bytes = match what {
        Generate::Man => manual().map_err(Error::stdout)?,
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

/// The manual page, with a section for each command.
fn manual() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut cli = Cli::command();
    cli.build();
    clap_mangen::Man::new(cli.clone()).render(&mut page)?;
    for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
        let part = clap_mangen::Man::new(command.clone());
        page.extend(format!(".SH COMMAND {}\n", command.get_name().to_uppercase()).bytes());
        part.render_description_section(&mut page)?;
        part.render_options_section(&mut page)?;
    }
    Ok(page)
}

/// Completions for a shell.
fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dechrome", &mut script);
    script
}
