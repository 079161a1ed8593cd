package io.freshet.standalone;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What the services of one start ask their callers for: 32 random bytes. Whoever may read the data directory's endpoints has it. */
record AccessToken(String value) {
    private static final int BYTES = 32;

    static AccessToken random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessToken(HexFormat.of().formatHex(bytes));
    }

    /** Says nothing: it would end in a log. */
    @Override
    public String toString() {
        return "AccessToken";
    }
}
