package io.freshet.servicekit.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Texts of requests: those that a database can keep, so neither with U+0000 nor with half a surrogate pair. */
final class SoundText extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    SoundText() {
        super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = StringDeserializer.instance.deserialize(parser, context);
        if (text != null && text.codePoints().anyMatch(SoundText::isUnsound)) {
            return context.reportInputMismatch(
                    String.class, "the text has the character U+0000 or half a surrogate pair: leave it out");
        }
        return text;
    }

    private static boolean isUnsound(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
