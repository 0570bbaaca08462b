using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Http;

/// <summary>Every address of the program, from the program's own list: what is added to it is covered by the tests without doing anything.</summary>
internal sealed class EndpointList(WebApplicationFactory<Program> program, PublicWorld world)
{
    /// <summary>A value that no address has.</summary>
    public const string Wrong = "nothing";

    public IReadOnlyList<RouteEndpoint> Endpoints { get; } =
        [.. program.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>().DistinctBy(endpoint => endpoint.RoutePattern.RawText!.ToUpperInvariant())];

    /// <summary>What stands in addresses: of a kind each, one that left and one that moved.</summary>
    public IReadOnlyList<string> Values { get; } = [world.Clinic.Code, world.Private.Code, world.Provider.Code, "4", "pep", world.Invitation, world.Calendar, world.Guide, world.Kept, world.Gone.Code, "oldold", Wrong];

    /// <summary>Each endpoint with each value in each of its places, right or wrong.</summary>
    public IReadOnlyList<string> Addresses => [.. Endpoints.SelectMany(Filled).Distinct(StringComparer.Ordinal)];

    /// <summary>Names of everything that a page or handler reads from an address or a form, from the sources that bind them.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [.. Bound().Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal)];

    /// <summary>What stands in the addresses of a country.</summary>
    private static readonly string[] s_countries = ["GB", "ZZ", Wrong];

    public IEnumerable<string> Filled(RouteEndpoint endpoint) => endpoint.RoutePattern.Parameters switch
    {
        [] => [Fill(endpoint, "")],
        [{ Name: "country" }] => s_countries.Select(value => Fill(endpoint, value)),
        _ when endpoint.RoutePattern.RawText!.StartsWith("/hsds/", StringComparison.Ordinal) => Values.Concat(_open.Value).Select(value => Fill(endpoint, value)),
        _ => Values.Select(value => Fill(endpoint, value)),
    };

    /// <summary>Ids of what is open data: an id is of one kind of thing, so each address knows one.</summary>
    private readonly Lazy<string[]> _open = new(() =>
    {
        using var client = world.Browser();
        return [.. new[] { "services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms" }.Select(list =>
            JsonNode.Parse(client.GetStringAsync(new Uri($"/hsds/{list}?per_page=1", UriKind.Relative)).GetAwaiter().GetResult())!["contents"]![0]!["id"]!.GetValue<string>())];
    });

    public static string Fill(RouteEndpoint endpoint, string value) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => value,
        }))));

    private static IEnumerable<string> Bound()
    {
        var types = typeof(Program).Assembly.GetTypes();
        // Classes of names, such as SearchField, and what calls itself a field.
        foreach (var constant in types.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(field => field is { IsLiteral: true }
            && field.FieldType == typeof(string) && (field.Name == "Field" || field.DeclaringType!.Name.EndsWith("Field", StringComparison.Ordinal))))
            yield return (string)constant.GetRawConstantValue()!;
        foreach (var model in types.Where(type => type.IsSubclassOf(typeof(PageModel))))
        {
            foreach (var property in model.GetProperties().Where(property => property.GetCustomAttributes().OfType<IBindingSourceMetadata>().Any() || property.IsDefined(typeof(BindPropertyAttribute))))
                yield return property.GetCustomAttributes().OfType<IModelNameProvider>().Select(name => name.Name).FirstOrDefault(name => name is not null) ?? property.Name;
            foreach (var parameter in model.GetMethods().Where(method => method.Name.StartsWith("On", StringComparison.Ordinal) && method.DeclaringType == model)
                .SelectMany(method => method.GetParameters()).Where(parameter => parameter.ParameterType != typeof(CancellationToken)))
                yield return parameter.GetCustomAttributes().OfType<IModelNameProvider>().Select(name => name.Name).FirstOrDefault(name => name is not null) ?? parameter.Name!;
        }
    }
}
