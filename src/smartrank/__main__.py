"""The program: `python -m smartrank` and `smartrank` are the same."""


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, even while it starts."""
    try:
        import gc
        import signal

        # without Python's handler, whose exception some imports turn into another, or print
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        gc.disable()  # a command lives for a moment: collecting garbage is a tenth of its time
        try:
            from smartrank.cli import main as run

            run()
        finally:
            gc.freeze()  # nor is there any use in collecting it at the very end
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
