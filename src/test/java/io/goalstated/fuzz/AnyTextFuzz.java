package io.goalstated.fuzz;

import io.goalstated.config.ConfigFile;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.OvfParser;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.nio.charset.StandardCharsets;

/** The readers that anybody may call. */
public final class AnyTextFuzz {
    private static final FuzzTarget TARGET = FuzzTarget.valueOf(System.getProperty(FuzzTarget.PROPERTY, "XML"));

    private AnyTextFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            switch (TARGET) {
                case XML -> Xml.parse(text);
                case JSON -> Json.parse(text);
                case CONFIGURATION -> ConfigFile.parse("/etc/waagent.conf", text);
                default -> OvfParser.parse(data);
            }
        } catch (MalformedXml | MalformedJson | MalformedOvf refused) {
            // As promised.
        }
    }
}
