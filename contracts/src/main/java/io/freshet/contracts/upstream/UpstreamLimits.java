package io.freshet.contracts.upstream;

/** How large an event from outside may be; see {@code docs/reference/bounds.md}. What is larger is refused, never cut. */
public final class UpstreamLimits {
    /** Characters of {@code id}. */
    public static final int MAX_ID = 256;

    /** Characters of {@code source}, of {@code subject}, and of {@code dataschema}. */
    public static final int MAX_REFERENCE = 1_000;

    /** Characters of {@code type}, and of {@code datacontenttype}. */
    public static final int MAX_TYPE = 200;

    /** Characters of an extension's name. */
    public static final int MAX_EXTENSION_NAME = 40;

    /** Characters of an extension's value. */
    public static final int MAX_EXTENSION = 2_000;

    /** Extensions of an event. */
    public static final int MAX_EXTENSIONS = 50;

    /** Bytes of all names and values of attributes, in UTF-8, so that a dead letter holds them all. */
    public static final int MAX_ATTRIBUTE_BYTES = 32 * 1024;

    /** Bytes of the data. */
    public static final int MAX_DATA_BYTES = 256 * 1024;

    /** Bytes of an event in structured mode: data that is binary grows by a third in base 64. */
    public static final int MAX_EVENT_BYTES = 384 * 1024;

    /** Events of a batch. */
    public static final int MAX_BATCH = 1_000;

    /** Bytes of a batch, and of any request with events. */
    public static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    /** Levels of nesting of JSON. */
    static final int MAX_DEPTH = 50;

    /** Errors that are reported at once. */
    public static final int MAX_ERRORS = 100;

    private UpstreamLimits() {}
}
