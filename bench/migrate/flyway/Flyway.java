import java.util.Map;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Flyway's commands over its library: Flyway URL FOLDER migrate|validate|repair|baseline|info [VERSION]. */
class Flyway {
  public static void main(String[] arguments) {
    FluentConfiguration settings =
        org.flywaydb.core.Flyway.configure()
            .dataSource(arguments[0], "postgres", "")
            .locations("filesystem:" + arguments[1]);
    // Its default lock hangs with CREATE INDEX CONCURRENTLY (flyway#1654).
    if (System.getenv("FLYWAY_LOCK_IN_TRANSACTION") == null) {
      settings.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
    }
    String version = arguments.length > 3 ? arguments[3] : null;
    if (version != null && arguments[2].equals("baseline")) settings.baselineVersion(version);
    if (version != null && !arguments[2].equals("baseline")) settings.target(version);
    try {
      run(settings.load(), arguments[2]);
    } catch (RuntimeException error) {
      System.out.println("ERROR " + error.getMessage());
      System.exit(1);
    }
  }

  private static void run(org.flywaydb.core.Flyway flyway, String command) {
    switch (command) {
      case "migrate" -> System.out.println("executed " + flyway.migrate().migrationsExecuted);
      case "validate" -> {
        flyway.validate();
        System.out.println("valid");
      }
      case "repair" -> {
        flyway.repair();
        System.out.println("repaired");
      }
      case "baseline" -> {
        flyway.baseline();
        System.out.println("baselined");
      }
      case "info" -> {
        for (MigrationInfo each : flyway.info().all()) {
          System.out.println(each.getVersion() + " " + each.getState());
        }
      }
      default -> throw new IllegalArgumentException("no command " + command);
    }
  }
}
