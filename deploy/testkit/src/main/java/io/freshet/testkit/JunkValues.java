package io.freshet.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Values that no parameter was made for, escaped as they stand in a URL. A service may refuse them, but never fail at them. */
public final class JunkValues {
    private JunkValues() {}

    public static List<String> inUrls() {
        return Stream.concat(
                        Stream.of(
                                "",
                                "junk",
                                "%00",
                                "a%00b",
                                "%",
                                "%zz",
                                "%ff%fe",
                                "%ed%a0%80",
                                "%F0%9F%98%80",
                                "-1",
                                "0",
                                "1e99",
                                "9223372036854775807",
                                "9223372036854775808",
                                "99999999999999999999999999",
                                "NaN",
                                "true",
                                "null",
                                "..",
                                "..%2F..",
                                "%2F",
                                "%0A",
                                "%27",
                                "%27%3B+DROP+TABLE+runs",
                                "%25",
                                "*",
                                "a=b=c",
                                "a=%2500",
                                "2026-02-30",
                                "2026-13-01T00:00:00Z",
                                "-999999999-01-01T00:00:00Z",
                                "%2B999999999-12-31T23:59:59Z",
                                "-PT5S",
                                "PT-9223372036854775808S",
                                "PT99999999999999H",
                                "-99999999999999999999ms",
                                "%EF%BF%BF",
                                "%F4%8F%BF%BF",
                                "prod/claims",
                                "prod%2Fclaims%2Fclean%2Fsource=a",
                                "x".repeat(3_000)),
                        Stream.of("", "a", "a\nb", "1\n1", "2026-01-05T06:00:00Z\n", "a\nb\nc\nd", "\0\n\0")
                                .map(JunkValues::base64))
                .toList();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
