package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;

/**
 * Copies JSON letter for letter but for its secrets, checking the grammar as it goes. Where a text stops being JSON the
 * copy stops too: from there on nobody can say what is a key and what a secret.
 */
final class JsonRedaction {
    private static final String CUT = "\n" + Redaction.MARK + " the rest is not JSON\n";

    private final String in;
    private StringBuilder out;
    private int at;

    private JsonRedaction(String in, StringBuilder out) {
        this.in = in;
        this.out = out;
    }

    static String redact(String text) {
        StringBuilder copy = new StringBuilder(text.length());
        JsonRedaction redaction = new JsonRedaction(text, copy);
        redaction.space();
        try {
            if (redaction.at < text.length()) {
                redaction.document();
            }
        } catch (MalformedJson e) {
            copy.append(CUT);
        }
        return copy.toString();
    }

    private void document() throws MalformedJson {
        value("", "", 0);
        space();
        if (at < in.length()) {
            throw new MalformedJson("something follows the document");
        }
    }

    private void value(String owner, String key, int depth) throws MalformedJson {
        space();
        if (key.equalsIgnoreCase("protectedSettings")) {
            hidden(depth);
        } else if (owner.equalsIgnoreCase("statusUploadBlob") && key.equalsIgnoreCase("value") && peek() == '"') {
            url();
        } else {
            copied(owner, key, depth);
        }
    }

    private void copied(String owner, String key, int depth) throws MalformedJson {
        switch (peek()) {
            case '{' -> object(key, depth);
            case '[' -> array(owner, key, depth);
            case '"' -> out.append(string());
            default -> out.append(literal());
        }
    }

    /** Reads on without copying, so that nothing of the secret has been written should its grammar turn out wrong. */
    private void hidden(int depth) throws MalformedJson {
        StringBuilder copy = out;
        out = new StringBuilder();
        copied("", "", depth);
        copy.append(out.toString().equals("null") ? "null" : SpacedJson.write(TextNode.valueOf(Redaction.MARK)));
        out = copy;
    }

    private void url() throws MalformedJson {
        String written = string();
        String url = Json.parse(written).textValue();
        String redacted = Redaction.query(url);
        out.append(redacted.equals(url) ? written : SpacedJson.write(TextNode.valueOf(redacted)));
    }

    private void object(String name, int depth) throws MalformedJson {
        open(depth);
        if (!closes('}')) {
            do {
                space();
                String key = string();
                out.append(key);
                space();
                take(':');
                value(name, Json.parse(key).textValue(), depth + 1);
            } while (continues('}'));
        }
    }

    /** Elements answer to the name of their array, so that a list of secrets is one. */
    private void array(String owner, String key, int depth) throws MalformedJson {
        open(depth);
        if (!closes(']')) {
            do {
                value(owner, key, depth + 1);
            } while (continues(']'));
        }
    }

    private void open(int depth) throws MalformedJson {
        if (depth >= Json.MAX_DEPTH) {
            throw new MalformedJson("nested too deeply");
        }
        out.append(in.charAt(at++));
    }

    private boolean closes(char bracket) throws MalformedJson {
        space();
        if (peek() != bracket) {
            return false;
        }
        take(bracket);
        return true;
    }

    private boolean continues(char bracket) throws MalformedJson {
        if (closes(bracket)) {
            return false;
        }
        take(',');
        return true;
    }

    private void take(char expected) throws MalformedJson {
        if (peek() != expected) {
            throw new MalformedJson("something is missing");
        }
        out.append(expected);
        at++;
    }

    private char peek() throws MalformedJson {
        if (at >= in.length()) {
            throw new MalformedJson("the text ends early");
        }
        return in.charAt(at);
    }

    private void space() {
        while (at < in.length() && " \t\r\n\uFEFF".indexOf(in.charAt(at)) >= 0) {
            out.append(in.charAt(at++));
        }
    }

    private String string() throws MalformedJson {
        int start = at;
        if (peek() != '"') {
            throw new MalformedJson("a string is missing");
        }
        at++;
        while (peek() != '"') {
            at += in.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        String token = in.substring(start, at);
        Json.parse(token);
        return token;
    }

    private String literal() throws MalformedJson {
        int start = at;
        while (at < in.length() && " \t\r\n,]}".indexOf(in.charAt(at)) < 0) {
            at++;
        }
        String token = in.substring(start, at);
        if (token.isEmpty() || Json.parse(token).isContainerNode() || token.indexOf('"') >= 0) {
            throw new MalformedJson("a value is missing");
        }
        return token;
    }
}
