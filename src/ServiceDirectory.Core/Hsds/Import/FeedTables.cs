using System.Collections.Frozen;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>The tables of the format, under the names that they have and had.</summary>
internal static class FeedTables
{
    /// <summary>Older and other names of tables and of lists in things, by which they are taken for one of today's.</summary>
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["service_at_location"] = "service_at_locations",
        ["services_at_location"] = "service_at_locations",
        ["services_at_locations"] = "service_at_locations",
        ["physical_addresses"] = "addresses",
        ["physical_address"] = "addresses",
        ["address"] = "addresses",
        ["regular_schedule"] = "regular_schedules",
        ["holiday_schedule"] = "holiday_schedules",
        ["schedule"] = "schedules",
        ["phone"] = "phones",
        ["language"] = "languages",
        ["contact"] = "contacts",
        ["service_area"] = "service_areas",
        ["eligibilities"] = "eligibility",
        ["eligibilitys"] = "eligibility",
        ["accessibility_for_disabilities"] = "accessibility",
        ["service_taxonomies"] = "service_taxonomy",
        ["service_taxonomys"] = "service_taxonomy",
        ["services_taxonomy"] = "service_taxonomy",
        ["service_attribute"] = "service_attributes",
        ["attribute"] = "attributes",
        ["taxonomy"] = "taxonomies",
        ["taxonomy_term"] = "taxonomy_terms",
        ["cost_option"] = "cost_options",
        ["required_document"] = "required_documents",
        ["organization"] = "organizations",
        ["location"] = "locations",
        ["service"] = "services",
        ["program"] = "programs",
        ["fundings"] = "funding",
        ["meta_table_description"] = "meta_table_descriptions",
        ["service_capacities"] = "service_capacity",
        ["capacities"] = "service_capacity",
        ["url"] = "urls",
        ["additional_urls"] = "urls",
        ["additional_websites"] = "urls",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those that are read; and those that are known and have no place here.</summary>
    private static readonly FrozenSet<string> s_known = new[]
    {
        "services", "organizations", "service_at_locations", "locations", "addresses", "schedules", "regular_schedules", "holiday_schedules", "phones", "contacts",
        "languages", "service_areas", "eligibility", "accessibility", "service_taxonomy", "service_attributes", "attributes", "taxonomies", "taxonomy_terms",
        "cost_options", "required_documents", "programs", "funding", "metadata", "meta_table_descriptions", "service_capacity", "units", "urls",
        "organization_identifiers", "postal_addresses", "payments_accepted", "details", "other_attributes", "link_taxonomy", "reviews",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Of things in which one thing stands, and no list: their names there.</summary>
    private static readonly FrozenDictionary<string, string> s_single = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["organization"] = "organizations",
        ["program"] = "programs",
        ["location"] = "locations",
        ["service"] = "services",
        ["taxonomy_term"] = "taxonomy_terms",
        ["taxonomy_detail"] = "taxonomies",
        ["taxonomy"] = "taxonomies",
        ["unit"] = "units",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Fields that were called otherwise.</summary>
    private static readonly FrozenDictionary<(string Table, string Field), string> s_fields = new Dictionary<(string, string), string>
    {
        [("languages", "language")] = "name",
        [("service_areas", "service_area")] = "name",
        [("accessibility", "accessibility")] = "description",
        [("services", "fees")] = "fees_description",
        [("services", "wait_time")] = "wait_time",
        [("eligibility", "eligibility")] = "eligibility_description",
        [("locations", "type")] = "location_type",
    }.ToFrozenDictionary();

    /// <summary>Which field names a row of which table; the surest owner first.</summary>
    public static readonly IReadOnlyDictionary<string, (string Field, string Of)[]> Owners = new Dictionary<string, (string, string)[]>(StringComparer.Ordinal)
    {
        ["addresses"] = [("location_id", "locations")],
        ["accessibility"] = [("location_id", "locations")],
        ["phones"] = [("service_at_location_id", "service_at_locations"), ("location_id", "locations"), ("service_id", "services"), ("organization_id", "organizations")],
        ["schedules"] = [("service_at_location_id", "service_at_locations"), ("location_id", "locations"), ("service_id", "services")],
        ["regular_schedules"] = [("service_at_location_id", "service_at_locations"), ("location_id", "locations"), ("service_id", "services")],
        ["holiday_schedules"] = [("service_at_location_id", "service_at_locations"), ("location_id", "locations"), ("service_id", "services")],
        ["languages"] = [("service_id", "services"), ("location_id", "locations"), ("phone_id", "phones")],
        ["service_areas"] = [("service_id", "services"), ("service_at_location_id", "service_at_locations")],
        ["eligibility"] = [("service_id", "services")],
        ["cost_options"] = [("service_id", "services")],
        ["required_documents"] = [("service_id", "services")],
        ["service_taxonomy"] = [("service_id", "services")],
        ["service_attributes"] = [("service_id", "services")],
    };

    /// <summary>Things of their own, which may name somebody to ask; all others belong to what they name.</summary>
    private static readonly FrozenSet<string> s_whole = new[]
    {
        "services", "organizations", "service_at_locations", "locations", "programs", "taxonomies", "taxonomy_terms",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsPart(string table) => !s_whole.Contains(table);

    /// <summary>The table that a name means; null: none of the format.</summary>
    public static string? Find(string name) => s_names.GetValueOrDefault(name, name) is var known && s_known.Contains(known) ? known : null;

    /// <summary>The table of one thing that stands in another under this name; null: it is no such name.</summary>
    public static string? Single(string name) => s_single.GetValueOrDefault(name);

    /// <summary>The name of a field today.</summary>
    public static string Field(string table, string field) => s_fields.GetValueOrDefault((table, field), field);
}
