package io.goalstated.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;

/**
 * Reads event files as a stream: a file of megabytes never becomes a tree. Names are not remembered, so that no file can
 * fill a table with them. A byte that is no UTF-8 costs a character, not the file.
 */
final class EventJson {
    /** Deeper nesting is refused (OPS-74). */
    static final int MAX_DEPTH = 20;

    /** Of a longer text only the beginning is looked at; every limit of a field is far below. */
    static final int LONGEST_TEXT = 64 << 10;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(ExtensionEventFile.MAX_BYTES)
                    .maxNumberLength(1000)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private EventJson() {}

    /** Work on a parser; what it throws besides malformed input is the file's trouble. */
    interface Work<T> {
        T with(JsonParser parser) throws IOException, MalformedEvents;
    }

    static <T> T read(InputStream in, Work<T> work) throws IOException, MalformedEvents {
        try (JsonParser parser = FACTORY.createParser(in)) {
            return work.with(parser);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            // Jackson's own words quote the input.
            throw new MalformedEvents(
                    at == null ? "not JSON" : "not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (CharConversionException e) {
            throw new MalformedEvents("no text in a Unicode encoding");
        }
    }

    /** The text of the current value, its beginning if it is long. */
    static String text(JsonParser parser) throws IOException {
        Beginning text = new Beginning();
        parser.getText(text);
        return text.kept.toString();
    }

    private static final class Beginning extends Writer {
        private final StringBuilder kept = new StringBuilder();

        @Override
        public void write(char[] chars, int from, int length) {
            kept.append(chars, from, Math.min(length, LONGEST_TEXT - kept.length()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
