"""The program: `python -m smartrank` and `smartrank` are the same."""


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, even while it starts."""
    import gc

    gc.disable()  # a command lives for a moment: collecting garbage is a tenth of its time
    try:
        from smartrank.cli import main as run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        gc.freeze()  # nor is there any use in collecting it at the very end


if __name__ == "__main__":
    main()
