package io.freshet.language.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy that an administrator keeps in a file, read again when the file has changed. A version that is broken or cannot be read
 * is logged once, and the last good one holds. Thread-safe.
 */
public final class IdentityPolicyFile {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityPolicyFile.class);

    private final Path file;
    private String seen;
    private IdentityPolicy policy;

    /**
     * @throws IllegalArgumentException if it cannot be read, or with all errors if it is not valid
     */
    public IdentityPolicyFile(Path file) {
        this.file = file;
        try {
            this.seen = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the identity policy '%s' cannot be read".formatted(file), e);
        }
        this.policy = switch (IdentityPolicyParser.parse(file.toString(), seen)) {
            case PolicyReading.Valid(IdentityPolicy read) -> read;
            case PolicyReading.Invalid invalid ->
                throw new IllegalArgumentException("the identity policy is not valid:\n" + invalid.text());
        };
    }

    /**
     * The policy that holds now. The file is small and asked for rarely enough that reading it each time is cheaper than to learn in
     * any other way that it has not changed; what a mounted configuration looks like while it is replaced does not matter then.
     */
    public synchronized IdentityPolicy current() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            refuse("cannot be read: " + e, "");
            return policy;
        }
        if (text.equals(seen)) {
            return policy;
        }
        switch (IdentityPolicyParser.parse(file.toString(), text)) {
            case PolicyReading.Valid(IdentityPolicy read) -> {
                seen = text;
                policy = read;
                LOG.atInfo().addKeyValue("file", file).log("The identity policy has changed");
            }
            case PolicyReading.Invalid invalid -> refuse("is not valid:\n" + invalid.text(), text);
        }
        return policy;
    }

    private void refuse(String reason, String text) {
        if (!text.equals(seen)) {
            seen = text;
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", reason)
                    .log("The identity policy is not taken over, the last good one holds");
        }
    }
}
