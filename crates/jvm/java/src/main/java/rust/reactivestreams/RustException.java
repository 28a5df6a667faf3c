package rust.reactivestreams;

/** A failure of code that is written in Rust. Its causes are the sources of the error there. */
public final class RustException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RustException(String message, Throwable cause) {
        super(message, cause);
    }
}
