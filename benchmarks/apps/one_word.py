"""What any command line of two commands takes to print a word."""

import typer

app = typer.Typer()


@app.command()
def one() -> None:
    """Print one word."""
    print("one")


@app.command()
def two() -> None:
    """Print another."""
    print("two")


app()
