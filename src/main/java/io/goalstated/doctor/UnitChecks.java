package io.goalstated.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the units that systemd uses are those of the image that is installed (spec 04 OPS-62). */
final class UnitChecks implements Check {
    private static final String ID = "unit.drift";
    private static final String IMAGE = "/usr/lib/goalstated/systemd";
    /** In systemd's order: the first that has a unit counts. */
    private static final List<String> PLACES =
            List.of("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");

    private static final int MAX_BYTES = 64 << 10;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        List<Path> shipped = patient.disk().list(patient.root().resolve(IMAGE));
        if (shipped.isEmpty()) {
            return List.of(Finding.skip(ID, "there are no units in " + IMAGE + " to compare with"));
        }
        List<String> differing = new ArrayList<>();
        List<String> extended = new ArrayList<>();
        for (Path unit : shipped) {
            String name = unit.getFileName().toString();
            Optional<String> place = installed(patient, name);
            if (place.isPresent() && !isSame(patient, unit, place.get())) {
                differing.add(place.get());
            }
            if (hasDropIns(patient, name)) {
                extended.add(name);
            }
        }
        String evidence = extended.isEmpty() ? "" : "; drop-ins of the owner extend " + String.join(", ", extended);
        return List.of(
                differing.isEmpty()
                        ? Finding.pass(ID, "the installed units are those of the image" + evidence)
                        : Finding.warn(
                                ID,
                                "not as in the image: " + String.join(", ", differing) + evidence,
                                "copy them from " + IMAGE
                                        + ", then: systemctl daemon-reload; changes of your own belong into"
                                        + " drop-ins: systemctl edit goalstated"));
    }

    private static Optional<String> installed(Patient patient, String name) {
        return PLACES.stream()
                .map(place -> place + "/" + name)
                .filter(patient::has)
                .findFirst();
    }

    /** A link leads to a file that some package keeps, or masks the unit: what it says is the owner's word. */
    private static boolean isSame(Patient patient, Path unit, String place) throws IOException {
        if (patient.disk().linkTarget(patient.root().resolve(place)).isPresent()) {
            return true;
        }
        return patient.disk()
                .readText(unit, MAX_BYTES)
                .equals(patient.disk().readText(patient.root().resolve(place), MAX_BYTES));
    }

    private static boolean hasDropIns(Patient patient, String name) throws IOException {
        for (String place : PLACES) {
            if (!patient.disk()
                    .list(patient.root().resolve(place + "/" + name + ".d"))
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
