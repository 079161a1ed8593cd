package io.freshet.cli.session;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The process's output, which remembers that it could not be written: the streams of {@link System} swallow it. Not thread-safe. */
public final class StandardOutput extends OutputStream {
    private static final String CLOSED_BY_READER = "Broken pipe";

    private final OutputStream out;
    private @Nullable IOException failure;

    public StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Why something could not be written; null if all was, or the reader wanted no more, as {@code head} does. */
    @Nullable
    public String problem() {
        return failure == null || CLOSED_BY_READER.equals(failure.getMessage())
                ? null
                : String.valueOf(failure.getMessage());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
