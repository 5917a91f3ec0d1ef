package io.goalstated.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a goal from the admin API's JSON. */
final class GoalReader {
    private GoalReader() {}

    static Goal read(Fields fields) throws BadInput {
        List<WantedHandler> handlers = new ArrayList<>();
        for (Fields handler : fields.objects("handlers")) {
            handlers.add(handler(handler));
        }
        return new Goal(handlers, fields.texts("requiredFeatures"));
    }

    private static WantedHandler handler(Fields fields) throws BadInput {
        String name = fields.text("name");
        WantedHandler handler = WantedHandler.of(name, fields.text("version"))
                .state(fields.optionalText("state").orElse("enabled"))
                .signature(signature(fields));
        if (fields.has("extensions")) {
            List<WantedExtension> extensions = new ArrayList<>();
            for (Fields extension : fields.objects("extensions")) {
                WantedExtension named = extension(extension, extension.text("name"))
                        .state(extension.optionalText("state").orElse("enabled"));
                extension.rejectOthers();
                extensions.add(named);
            }
            handler = handler.with(extensions.toArray(WantedExtension[]::new));
        } else if (fields.flag("settings", true)) {
            WantedExtension only = extension(fields, name);
            handler = new WantedHandler(
                    name, handler.version(), handler.state(), false, List.of(only), handler.signature());
        } else {
            handler = handler.withoutSettings();
        }
        fields.rejectOthers();
        return handler;
    }

    private static PackageSignature signature(Fields fields) throws BadInput {
        Optional<String> given = fields.optionalText("signature");
        if (given.isPresent()) {
            return PackageSignature.given(given.get());
        }
        return fields.flag("signed", false) ? PackageSignature.OF_THE_OFFER : PackageSignature.NONE;
    }

    private static WantedExtension extension(Fields fields, String name) throws BadInput {
        WantedExtension extension = WantedExtension.of(name)
                .sequence(fields.integer("sequenceNumber", 0))
                .publicSettings(fields.json("publicSettings").orElse("{}"))
                .after(fields.integer("level", 0), fields.texts("dependsOn").toArray(String[]::new));
        return fields.json("protectedSettings")
                .map(extension::protectedSettings)
                .orElse(extension);
    }
}
