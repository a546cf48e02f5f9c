"""What it takes to draw a table of 40 rows and 4 columns."""

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def one() -> None:
    """Draw a table."""
    table = Table()
    for name in ("City", "Category", "Indicator", "Score"):
        table.add_column(name)
    for number in range(40):
        table.add_row("Musterstadt", "Energie", f"Indicator {number}", f"{number / 3:.1f}")
    Console().print(table)


@app.command()
def two() -> None:
    """Print a word."""
    print("two")


app()
