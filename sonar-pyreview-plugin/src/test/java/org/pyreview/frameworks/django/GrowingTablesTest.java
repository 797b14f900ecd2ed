package org.pyreview.frameworks.django;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.verify.AnalysedProject;

class GrowingTablesTest {

  private static final String MODELS =
      """
      from django.conf import settings
      from django.db import models


      class Customer(models.Model):
          user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


      class Purchase(models.Model):
          customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
          carrier = models.ForeignKey("Carrier", on_delete=models.CASCADE)


      class PurchaseLine(models.Model):
          purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE)


      class Carrier(models.Model):
          name = models.CharField(max_length=80)
          position = models.IntegerField(default=0)


      class ProductType(models.Model):
          created = models.DateTimeField(auto_now_add=True)


      class Product(models.Model):
          created = models.DateTimeField(auto_now_add=True)


      class Warehouse(models.Model):
          place = models.ForeignKey("Place", on_delete=models.PROTECT)
          changed_by = models.ForeignKey(
              settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL
          )


      class Place(models.Model):
          street = models.EmailField()


      class Reading(models.Model):
          value = models.FloatField()


      class Language(models.Model):
          code = models.CharField(max_length=8)
      """;

  @TempDir Path work;

  @Test
  void what_belongs_to_users_or_has_a_time_grows() {
    Project project =
        project(
            Map.of(
                "shop/models.py",
                MODELS,
                "shop/tasks.py",
                """
                from shop.models import Reading


                def measure(sensors):
                    for sensor in sensors:
                        Reading.objects.create(value=sensor.value)
                """));
    assertThat(size(project, "customer")).isEqualTo(TableSize.GROWS);
    assertThat(size(project, "purchase")).isEqualTo(TableSize.GROWS);
    assertThat(size(project, "purchaseline")).isEqualTo(TableSize.GROWS);
    assertThat(size(project, "product")).isEqualTo(TableSize.GROWS);
    assertThat(size(project, "reading")).isEqualTo(TableSize.GROWS);
  }

  @Test
  void lookups_are_few_and_the_rest_is_unknown() {
    Project project = project(Map.of("shop/models.py", MODELS));
    assertThat(size(project, "carrier")).isEqualTo(TableSize.FEW);
    assertThat(size(project, "producttype")).isEqualTo(TableSize.FEW);
    assertThat(size(project, "language")).isEqualTo(TableSize.FEW);
    assertThat(size(project, "warehouse")).isEqualTo(TableSize.UNKNOWN);
    assertThat(size(project, "place")).isEqualTo(TableSize.UNKNOWN);
    assertThat(size(project, "reading")).isEqualTo(TableSize.UNKNOWN);
  }

  @Test
  void times_that_most_models_have_say_nothing() {
    StringBuilder models =
        new StringBuilder(
            """
            from django.db import models


            class Stamped(models.Model):
                created = models.DateTimeField(auto_now_add=True)

                class Meta:
                    abstract = True
            """);
    for (int i = 0; i < 8; i++) {
      models.append("\n\nclass Thing%d(Stamped):\n    size = models.FloatField()\n".formatted(i));
    }
    Project project = project(Map.of("shop/models.py", models.toString()));
    assertThat(size(project, "thing3")).isEqualTo(TableSize.UNKNOWN);
  }

  private Project project(Map<String, String> files) {
    Map<String, String> all = new java.util.HashMap<>(files);
    all.put("shop/__init__.py", "");
    return AnalysedProject.of(work, all).projectWithCode();
  }

  private static TableSize size(Project project, String model) {
    return GrowingTables.of(project)
        .sizeOf(ModelIndex.of(project).byLabel("shop." + model).orElseThrow());
  }
}
