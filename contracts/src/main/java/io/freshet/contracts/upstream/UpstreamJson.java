package io.freshet.contracts.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;

/** JSON of strangers: bounded in depth, with each name once, and numbers as they were written. Thread-safe. */
final class UpstreamJson {
    /** Where what is not closed began, in Jackson's own words. */
    private static final Pattern START = Pattern.compile(" \\(start marker at \\[Source: [^\\]]*]\\)");

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(UpstreamLimits.MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private UpstreamJson() {}

    static JsonParser parser(byte[] json) throws IOException {
        return MAPPER.getFactory().createParser(json);
    }

    static JsonGenerator generator(OutputStream to) throws IOException {
        return MAPPER.getFactory().createGenerator(to);
    }

    /**
     * The whole document.
     *
     * @throws IOException if it is no JSON, or there is more than one value, or none
     */
    static JsonNode tree(byte[] json) throws IOException {
        JsonNode tree = MAPPER.readTree(json);
        if (tree == null || tree.isMissingNode()) {
            throw new JsonParseException(null, "there is nothing");
        }
        return tree;
    }

    /** What is wrong, and where, without what was sent. */
    static String reason(IOException failure) {
        if (failure instanceof JsonProcessingException json && json.getLocation() != null) {
            return "it is no JSON that can be read: %s (line %d, column %d)"
                    .formatted(
                            START.matcher(json.getOriginalMessage()).replaceAll(""),
                            json.getLocation().getLineNr(),
                            json.getLocation().getColumnNr());
        }
        return "it is no JSON that can be read: " + failure.getMessage();
    }
}
