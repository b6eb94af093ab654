import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.strimzi.crdgenerator.annotations.PresentInVersions;
import java.io.File;
import java.lang.annotation.Annotation;
import java.util.*;

/**
 * Writes the schemas of Strimzi's kinds at v1 from the classes of its release, as from-modules.mjs does for those whose
 * release holds them as files: README.md says how it is run.
 */
public class StrimziSchemas {
  static final ObjectMapper mapper = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    for (String name : List.of("kafka.Kafka", "nodepool.KafkaNodePool", "topic.KafkaTopic", "user.KafkaUser")) {
      Class<?> kind = Class.forName("io.strimzi.api.kafka.model." + name);
      Map<String, Object> properties = new TreeMap<>();
      for (String text : List.of("apiVersion", "kind")) properties.put(text, Map.of("type", "string"));
      properties.put("metadata", Map.of("type", "object"));
      properties.put("spec", of(mapper.constructType(kind.getMethod("getSpec").getReturnType())));
      File file = new File(args[0], kind.getSimpleName().toLowerCase() + "-kafka-v1.json");
      mapper.writeValue(file, object(properties));
    }
  }

  static Map<String, Object> object(Map<String, Object> properties) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  static Object of(JavaType type) throws Exception {
    Class<?> raw = type.getRawClass();
    if (raw == String.class) return Map.of("type", "string");
    if (raw == boolean.class || raw == Boolean.class) return Map.of("type", "boolean");
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) return Map.of("type", "integer");
    if (raw == double.class || raw == Double.class) return Map.of("type", "number");
    if (raw.isEnum()) return Map.of("type", "string", "enum", valuesOf(raw));
    if (type.isCollectionLikeType()) return Map.of("type", "array", "items", of(type.getContentType()));
    if (type.isMapLikeType()) return Map.of("type", "object");
    // Kubernetes' own parts, and what may be anything.
    return raw.getName().startsWith("io.strimzi.") ? object(propertiesOf(raw)) : Map.of();
  }

  static List<Object> valuesOf(Class<?> of) {
    List<Object> values = new ArrayList<>();
    for (Object one : of.getEnumConstants()) values.add(mapper.convertValue(one, String.class));
    return values;
  }

  /** Those of a class and, where it has variants, of all of them, whose names are the values of `type`. */
  static Map<String, Object> propertiesOf(Class<?> of) throws Exception {
    Map<String, Object> properties = new TreeMap<>();
    JsonSubTypes variants = of.getAnnotation(JsonSubTypes.class);
    List<Class<?>> classes = new ArrayList<>(List.of(of));
    Set<String> names = new TreeSet<>();
    if (variants != null)
      for (JsonSubTypes.Type one : variants.value()) {
        if (!isAtV1(one.value().getAnnotation(PresentInVersions.class))) continue;
        classes.add(one.value());
        names.add(one.name());
      }
    for (Class<?> one : classes)
      for (BeanPropertyDefinition property : mapper.getSerializationConfig().introspect(mapper.constructType(one)).findProperties())
        if (property.getSetter() != null && isAtV1(property)) properties.putIfAbsent(property.getName(), of(property.getPrimaryType()));
    if (!names.isEmpty()) properties.put("type", Map.of("type", "string", "enum", names));
    return properties;
  }

  static boolean isAtV1(BeanPropertyDefinition property) throws Exception {
    for (Annotation one : property.getField() == null ? new Annotation[0] : property.getField().getAnnotated().getAnnotations())
      if (one instanceof PresentInVersions present) return isAtV1(present);
    return isAtV1(property.getGetter() == null ? null : property.getGetter().getAnnotated().getAnnotation(PresentInVersions.class));
  }

  /** As in `v1beta2`, `v1`, `v1+`, `v1beta2+`. */
  static boolean isAtV1(PresentInVersions present) {
    return present == null || present.value().endsWith("+") || List.of(present.value().split("[-,]")).contains("v1");
  }
}
