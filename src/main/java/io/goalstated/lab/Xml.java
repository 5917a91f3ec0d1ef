package io.goalstated.lab;

/** The little that is needed to write XML as text, so that documents read here like the documents themselves. */
final class Xml {
    static final String HEADER = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

    private Xml() {}

    /** Text for element content and for attributes in double quotes. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String cdata(String text) {
        return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
    }
}
