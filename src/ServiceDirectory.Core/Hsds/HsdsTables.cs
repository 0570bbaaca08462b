using System.Globalization;
using System.Text.Json.Nodes;

namespace ServiceDirectory.Core.Hsds;

/// <summary>A field of a table of the tabular form.</summary>
/// <param name="Name">As in the specification, or ours (<see cref="IsOurs"/>).</param>
/// <param name="Type">string, number, date, datetime or time.</param>
/// <param name="IsRequired">Each row has it.</param>
/// <param name="Of">The table whose ids it holds; null: none.</param>
/// <param name="IsOurs">The specification has no such field.</param>
internal sealed record HsdsField(string Name, string Type = "string", bool IsRequired = false, string? Of = null, bool IsOurs = false);

/// <summary>A table of the tabular form.</summary>
/// <param name="Name">As in the specification.</param>
/// <param name="File">Its file; names are not regular there either.</param>
/// <param name="Rows">What a service adds to it; null: its rows come from elsewhere.</param>
/// <param name="Fields">In the order of the columns. The first is the id.</param>
internal sealed record HsdsTable(string Name, string File, Func<HsdsService, IEnumerable<string?[]>>? Rows, params HsdsField[] Fields);

/// <summary>The tabular form: one CSV file for each kind of thing. Cells are written as they are; nothing is put before an "=" as for people.</summary>
internal static class HsdsTables
{
    public const string Organizations = "organization", Taxonomies = "taxonomy", Terms = "taxonomy_term";

    public const string Service = "service";

    private const string AtLocation = "service_at_location", Location = "location";

    private static readonly HsdsField s_id = new("id", IsRequired: true);

    public static IReadOnlyList<HsdsTable> All { get; } =
    [
        new(
            Organizations, "organizations.csv", null,
            s_id, new("name", IsRequired: true), new("description", IsRequired: true), new("website"), new("legal_status")),
        new(
            Service, "services.csv", service =>
            [[
                Id(service.Id), Id(service.OrganizationId), service.Name, service.AlternateName, service.Description, service.Url, service.Email, service.Status, service.InterpretationServices,
                service.ApplicationProcess, service.FeesDescription, service.EligibilityDescription, service.AssuredDate, service.Alert, service.LastModified, service.DirectoryEntry?.Text,
            ]],
            s_id, new("organization_id", IsRequired: true, Of: Organizations), new("name", IsRequired: true), new("alternate_name"), new("description"), new("url"), new("email"),
            new("status", IsRequired: true), new("interpretation_services"), new("application_process"), new("fees_description"), new("eligibility_description"), new("assured_date", "date"),
            new("alert"), new("last_modified", "datetime"), new("directory_entry", IsOurs: true)),
        new(
            Location, "locations.csv", service => Doors(service).Select(door => door.Location!).Select(location => new[]
            {
                Id(location.Id), location.LocationType, location.Name, location.Transportation, Number(location.Latitude), Number(location.Longitude),
            }),
            s_id, new("location_type", IsRequired: true), new("name"), new("transportation"), new("latitude", "number"), new("longitude", "number")),
        new(
            AtLocation, "service_at_location.csv", service => Doors(service).Select(door => new[] { Id(door.Id), Id(service.Id), Id(door.LocationId), door.Description }),
            s_id, new("service_id", IsRequired: true, Of: Service), new("location_id", IsRequired: true, Of: Location), new("description")),
        new(
            "address", "addresses.csv", service => Doors(service).SelectMany(door => door.Location!.Addresses ?? [], (door, address) => new[]
            {
                Id(address.Id), Id(door.LocationId), address.Address1, address.City, address.StateProvince, address.PostalCode, address.Country, address.AddressType,
            }),
            s_id, new("location_id", Of: Location), new("address_1", IsRequired: true), new("city", IsRequired: true), new("state_province", IsRequired: true), new("postal_code", IsRequired: true),
            new("country", IsRequired: true), new("address_type", IsRequired: true)),
        new(
            "phone", "phones.csv", service => (service.Phones ?? []).Select(phone => new[] { Id(phone.Id), Id(service.Id), phone.Number, phone.Type, phone.Description }),
            s_id, new("service_id", Of: Service), new("number", IsRequired: true), new("type"), new("description")),
        new(
            "schedule", "schedules.csv", service => (service.Schedules ?? []).Select(schedule => Row(schedule, service.Id, null))
                .Concat(Doors(service).SelectMany(door => door.Schedules ?? [], (door, schedule) => Row(schedule, null, door.Id))),
            s_id, new("service_id", Of: Service), new("service_at_location_id", Of: AtLocation), new("valid_from", "date"), new("valid_to", "date"), new("freq"), new("interval", "number"), new("byday"),
            new("description"), new("opens_at", "time"), new("closes_at", "time"), new("notes"), new("attending_type"), new("time_zone_name", IsOurs: true)),
        new(
            "service_area", "service_areas.csv", service => (service.ServiceAreas ?? []).Select(area => new[] { Id(area.Id), Id(service.Id), area.Name, area.Description, area.Uri }),
            s_id, new("service_id", Of: Service), new("name"), new("description"), new("uri")),
        new(
            "language", "languages.csv", service => (service.Languages ?? []).Select(language => new[] { Id(language.Id), Id(service.Id), language.Name, language.Code, language.Note }),
            s_id, new("service_id", Of: Service), new("name"), new("code"), new("note")),
        new(
            "accessibility", "accessibility.csv", service => Doors(service).SelectMany(door => door.Location!.Accessibility ?? [], (door, said) => new[] { Id(said.Id), Id(door.LocationId), said.Description }),
            s_id, new("location_id", Of: Location), new("description")),
        new(
            "required_document", "required_documents.csv", service => (service.RequiredDocuments ?? []).Select(asked => new[] { Id(asked.Id), Id(service.Id), asked.Document }),
            s_id, new("service_id", Of: Service), new("document")),
        new(
            "url", "url.csv", service => (service.AdditionalUrls ?? []).Select(url => new[] { Id(url.Id), Id(service.Id), url.Label, url.Url }),
            s_id, new("service_id", Of: Service), new("label"), new("url", IsRequired: true)),
        new(
            "attribute", "attributes.csv", service => (service.Attributes ?? []).Concat(Doors(service).SelectMany(door => door.Location!.Attributes ?? [])).Select(mark => new[]
            {
                Id(mark.Id), Id(mark.LinkId), Id(mark.TaxonomyTermId), mark.LinkType, mark.LinkEntity, mark.Value, mark.Label,
            }),
            s_id, new("link_id", IsRequired: true), new("taxonomy_term_id", IsRequired: true, Of: Terms), new("link_type"), new("link_entity", IsRequired: true), new("value"), new("label")),
        new(Taxonomies, "taxonomies.csv", null, s_id, new("name", IsRequired: true), new("description", IsRequired: true), new("version")),
        new(
            Terms, "taxonomy_terms.csv", null,
            s_id, new("code"), new("name", IsRequired: true), new("description", IsRequired: true), new("parent_id", Of: Terms), new("taxonomy"), new("language"), new("taxonomy_id", Of: Taxonomies)),
    ];

    public static string?[] Row(HsdsOrganization organization) =>
        [Id(organization.Id), organization.Name, organization.Description, organization.Website, organization.LegalStatus];

    public static string?[] Row(HsdsTaxonomy taxonomy) => [Id(taxonomy.Id), taxonomy.Name, taxonomy.Description, taxonomy.Version];

    public static string?[] Row(HsdsTerm term) =>
        [Id(term.Id), term.Code, term.Name, term.Description, term.ParentId is { } parent ? Id(parent) : null, term.Taxonomy, term.Language, Id(term.TaxonomyId)];

    /// <summary>Says what is in the package, as a tabular data package of Frictionless (https://specs.frictionlessdata.io/tabular-data-package/).</summary>
    public static JsonObject Describe(DirectoryOptions options)
    {
        var package = new JsonObject
        {
            ["name"] = "services",
            ["title"] = options.Name,
            ["profile"] = "tabular-data-package",
            ["description"] = "Services that community organisations checked and that agreed to be passed on, as tables of the Human Services Data Specification, HSDS 3.2.3.",
            ["homepage"] = "https://docs.openreferral.org/",
        };
        if (options.OpenDataLicence is { } licence)
        {
            var named = new JsonObject { ["title"] = licence };
            if (options.OpenDataLicenceAddress is { } address)
                named["path"] = address.AbsoluteUri;
            package["licenses"] = new JsonArray(named);
        }

        package["resources"] = new JsonArray([.. All.Select(Describe)]);
        return package;
    }

    private static JsonObject Describe(HsdsTable table)
    {
        var schema = new JsonObject
        {
            ["fields"] = new JsonArray([.. table.Fields.Select(Describe)]),
            ["primaryKey"] = table.Fields[0].Name,
        };
        if (table.Fields.Any(field => field.Of is not null))
        {
            schema["foreignKeys"] = new JsonArray([.. table.Fields.Where(field => field.Of is not null).Select(field => new JsonObject
            {
                ["fields"] = field.Name,
                // A table that names itself is the empty text there.
                ["reference"] = new JsonObject { ["resource"] = field.Of == table.Name ? "" : field.Of, ["fields"] = "id" },
            })]);
        }

        return new JsonObject
        {
            ["profile"] = "tabular-data-resource",
            ["name"] = table.Name,
            ["path"] = table.File,
            ["encoding"] = "utf-8",
            ["schema"] = schema,
        };
    }

    private static JsonObject Describe(HsdsField field)
    {
        var said = new JsonObject { ["name"] = field.Name, ["type"] = field.Type };
        if (field.Name == "id" || field.Of is not null || field.Name.EndsWith("_id", StringComparison.Ordinal))
            said["format"] = "uuid";
        if (field.IsOurs)
            said["description"] = "Not of the specification: of directories that run the same program.";
        if (field.IsRequired)
            said["constraints"] = new JsonObject { ["required"] = true };
        if (field.Name == "id")
            said["constraints"]!["unique"] = true;
        return said;
    }

    private static IReadOnlyList<HsdsServiceAtLocation> Doors(HsdsService service) => service.ServiceAtLocations ?? [];

    private static string?[] Row(HsdsSchedule schedule, Guid? service, Guid? atLocation) =>
    [
        Id(schedule.Id), service is { } of ? Id(of) : null, atLocation is { } at ? Id(at) : null, schedule.ValidFrom, schedule.ValidTo, schedule.Freq,
        schedule.Interval?.ToString(CultureInfo.InvariantCulture), schedule.Byday, schedule.Description, schedule.OpensAt, schedule.ClosesAt, schedule.Notes, schedule.AttendingType, schedule.TimeZoneName,
    ];

    private static string Id(Guid id) => id.ToString("D");

    private static string? Number(double? number) => number?.ToString(CultureInfo.InvariantCulture);
}
