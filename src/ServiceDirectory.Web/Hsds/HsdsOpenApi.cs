using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Hsds;

/// <summary>Describes open data to programs (OpenAPI 3.1), from the same list by which it is mapped and read.</summary>
internal static partial class HsdsOpenApi
{
    /// <summary>Of the description itself: another one when something is asked or answered otherwise.</summary>
    private const string Version = "1.0.0";

    public static JsonObject Write(DirectoryOptions options, string site)
    {
        var paths = new JsonObject();
        foreach (var route in HsdsRoute.All)
        {
            var path = new JsonObject { ["get"] = Operation(route, route.Operation) };
            if (route.Posts)
                path["post"] = Operation(route, PrefixOfGet().Replace(route.Operation, "post"));
            paths[route.Path] = path;
        }

        var info = new JsonObject
        {
            ["title"] = options.Name,
            ["version"] = Version,
            ["description"] = "Open data by the Human Services Data Specification, HSDS 3.2.3. Everything that is asked has to be true at once. No key is needed.",
        };
        if (options.OpenDataLicence is { } licence)
        {
            info["license"] = new JsonObject { ["name"] = licence };
            if (options.OpenDataLicenceAddress is { } address)
                info["license"]!["url"] = address.AbsoluteUri;
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = info,
            ["servers"] = new JsonArray(new JsonObject { ["url"] = $"{site}{HsdsRoute.Root}" }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = Schemas() },
        };
    }

    private static JsonObject Operation(HsdsRoute route, string name)
    {
        var parameters = new JsonArray();
        if (route.HasId)
            parameters.Add(new JsonObject { ["name"] = "id", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "uuid" } });
        foreach (var parameter in route.Parameters)
            parameters.Add(Parameter(parameter));
        var content = new JsonObject { [route.Kind] = Content(route) };
        if (route.Parameters.Contains(HsdsParameter.As))
            content[HsdsRoute.Lines] = new JsonObject();
        var responses = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = route.About, ["content"] = content },
            ["304"] = new JsonObject { ["description"] = "It is as it was (If-None-Match)." },
            ["400"] = Problem("Something that is asked cannot be so."),
            ["429"] = Problem("Too many questions: wait a minute."),
            ["503"] = Problem("Not now."),
        };
        if (route.HasId)
            responses["404"] = Problem("There is none, or none that others may take.");
        return new JsonObject { ["operationId"] = name, ["summary"] = route.About, ["parameters"] = parameters, ["responses"] = responses };
    }

    private static JsonObject Parameter(HsdsParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.Format is { } format)
            schema["format"] = format;
        if (parameter.Values is { } values)
            schema["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = "query",
            ["required"] = false,
            ["description"] = parameter.About,
            ["schema"] = parameter.Repeats ? new JsonObject { ["type"] = "array", ["items"] = schema } : schema,
        };
    }

    private static JsonObject Content(HsdsRoute route)
    {
        if (route.Kind != HsdsRoute.Json)
            return [];
        if (route == HsdsRoute.AllServices)
            return new JsonObject { ["schema"] = new JsonObject { ["type"] = "array", ["items"] = Thing } };
        return route.Posts ? new JsonObject { ["schema"] = Reference("Page") }
            : route.HasId ? new JsonObject { ["schema"] = Thing }
            : new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } };
    }

    private static JsonObject Thing => Reference(nameof(Thing));

    private static JsonObject Problem(string about) =>
        new() { ["description"] = about, ["content"] = new JsonObject { [HsdsProblem.Kind] = new JsonObject { ["schema"] = Reference("Problem") } } };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject Schemas() => new()
    {
        [nameof(Thing)] = Object("An object of the specification, with what the data guide says that we add.", ["id"], ("id", "string")),
        ["Page"] = Object(
            "A page of a list.",
            ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
            ("total_items", "integer"), ("total_pages", "integer"), ("page_number", "integer"), ("size", "integer"), ("first_page", "boolean"), ("last_page", "boolean"),
            ("empty", "boolean"), ("contents", "array")),
        ["Problem"] = Object("What is wrong (RFC 9457).", ["type", "title", "status"], ("type", "string"), ("title", "string"), ("status", "integer"), ("detail", "string"), ("parameter", "string")),
    };

    private static JsonObject Object(string about, string[] required, params (string Name, string Type)[] properties) => new()
    {
        ["type"] = "object",
        ["description"] = about,
        ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Name, new JsonObject { ["type"] = property.Type }))),
    };

    [GeneratedRegex("^get")]
    private static partial Regex PrefixOfGet();
}
