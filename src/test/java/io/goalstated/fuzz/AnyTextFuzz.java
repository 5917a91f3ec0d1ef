package io.goalstated.fuzz;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.distro.OsRelease;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.OvfParser;
import io.goalstated.ovf.OvfText;
import io.goalstated.secret.Redactor;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
                case CONFIGURATION -> Configuration.of(List.of(ConfigFile.parse("/etc/waagent.conf", text)));
                case REDACTION -> Redactor.redact(text);
                case OS_RELEASE -> OsRelease.parse(text);
                default -> {
                    OvfParser.parse(data).close();
                    OvfText.withoutSecrets(data, false);
                }
            }
        } catch (MalformedXml | MalformedJson | MalformedOvf refused) {
            // As promised.
        }
    }
}
