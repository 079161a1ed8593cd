package io.freshet.language.bundle;

import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.yaml.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** A workflow file's bytes as text: UTF-8, and nothing else. */
sealed interface WorkflowText {
    /** It is UTF-8. */
    record Text(String text) implements WorkflowText {}

    /** It is not, and the error has the place of the first byte that is wrong; or it is larger than a specification may be. */
    record Unreadable(SpecError error) implements WorkflowText {}

    /** Reads no more than a specification may have. */
    static WorkflowText of(BundleFile file) throws IOException {
        if (file.size() > YamlDocument.MAX_BYTES) {
            return unreadable(1, 1, SpecErrorCode.YAML_BOUNDS, "the file is larger than 1 MiB", "split it");
        }
        try (InputStream content = file.open()) {
            return of(content.readNBytes(YamlDocument.MAX_BYTES));
        }
    }

    static WorkflowText of(byte[] bytes) {
        if (isUtf16(bytes)) {
            return undecodable(1, 1, "UTF-16");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(input, text, true);
        text.flip();
        if (!result.isError()) {
            return new Text(text.toString());
        }
        String before = text.toString();
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        return undecodable(line, column, "Latin-1 or another 8-bit encoding");
    }

    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int mark = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe || ((bytes[0] == 0) != (bytes[1] == 0));
    }

    private static Unreadable undecodable(int line, int column, String guess) {
        return unreadable(
                line,
                column,
                SpecErrorCode.YAML_SYNTAX,
                "the file is not UTF-8; it looks like " + guess,
                "save it as UTF-8");
    }

    private static Unreadable unreadable(int line, int column, SpecErrorCode code, String message, String hint) {
        return new Unreadable(new SpecError(Bundle.WORKFLOW_FILE, line, column, "", code, message, hint));
    }
}
