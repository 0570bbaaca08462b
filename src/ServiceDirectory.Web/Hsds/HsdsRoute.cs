namespace ServiceDirectory.Web.Hsds;

/// <summary>An address of open data, described once: what is mapped, what is read of an address, and what the description says.</summary>
/// <param name="Path">Below <see cref="Root"/>.</param>
/// <param name="Operation">Its name in the description.</param>
/// <param name="About">What it answers, in English.</param>
/// <param name="Kind">The media type of an answer.</param>
/// <param name="Posts">It can be asked by POST as well, which the specification allows of lists.</param>
/// <param name="Parameters">What can be asked.</param>
internal sealed record HsdsRoute(string Path, string Operation, string About, string Kind, bool Posts, params HsdsParameter[] Parameters)
{
    public const string Root = "/hsds";

    public const string Json = "application/json";

    public const string Lines = "application/x-ndjson";

    public const string Zip = "application/zip";

    private static readonly HsdsParameter[] s_pages = [HsdsParameter.Page, HsdsParameter.OnPage, HsdsParameter.As];

    private static readonly HsdsParameter[] s_which = [HsdsParameter.Search, HsdsParameter.Term, HsdsParameter.Taxonomy, HsdsParameter.Need, HsdsParameter.Place, HsdsParameter.Radius];

    public static readonly HsdsRoute About_ = new("/", "getAPIMetaInformation", "What this is, and by which version of the specification.", Json, false);

    public static readonly HsdsRoute Description = new("/openapi.json", "getDescription", "This description.", Json, false);

    public static readonly HsdsRoute Services = new(
        "/services", "getPaginatedListOfServices", "Services, in the order of their ids.", Json, true,
        [.. s_which, HsdsParameter.Organization, HsdsParameter.ModifiedAfter, HsdsParameter.Minimal, HsdsParameter.Full, .. s_pages]);

    public static readonly HsdsRoute Service = new("/services/{id}", "getFullyNestedServiceById", "A service with everything that belongs to it.", Json, false);

    public static readonly HsdsRoute Organizations = new(
        "/organizations", "getPaginatedListOfOrganizations", "Whoever runs a service, in the order of their ids.", Json, true, [.. s_which, HsdsParameter.Full, HsdsParameter.FullService, .. s_pages]);

    public static readonly HsdsRoute Organization = new("/organizations/{id}", "getOrganizationById", "Whoever runs services, with these.", Json, false, HsdsParameter.FullService);

    public static readonly HsdsRoute ServicesAtLocations = new(
        "/service_at_locations", "getPaginatedListOfServiceAtLocation", "Services at places whose street is public, in the order of services.", Json, true,
        [.. s_which, HsdsParameter.Organization, HsdsParameter.ModifiedAfter, HsdsParameter.Full, HsdsParameter.Postcode, HsdsParameter.Proximity, .. s_pages]);

    public static readonly HsdsRoute ServiceAtLocation = new("/service_at_locations/{id}", "getServiceAtLocationWithNestedDataById", "A service at a place, with both.", Json, false);

    public static readonly HsdsRoute Taxonomies = new("/taxonomies", "getPaginatedListOfTaxonomies", "The vocabularies.", Json, true, [HsdsParameter.Search, .. s_pages]);

    public static readonly HsdsRoute Taxonomy = new("/taxonomies/{id}", "getTaxonomyById", "A vocabulary.", Json, false);

    public static readonly HsdsRoute Terms = new(
        "/taxonomy_terms", "getPaginatedListOfTaxonomyTerms", "The terms of all vocabularies.", Json, true,
        [HsdsParameter.Search, HsdsParameter.Taxonomy, HsdsParameter.TopOnly, HsdsParameter.Parent, .. s_pages]);

    public static readonly HsdsRoute Term = new("/taxonomy_terms/{id}", "getTaxonomyTermById", "A term.", Json, false);

    public static readonly HsdsRoute Package = new("/package.zip", "getTabularPackage", "Everything as a tabular data package: a CSV file for each table, and datapackage.json.", Zip, false);

    public static readonly HsdsRoute AllServices = new("/package.json", "getJsonPackage", "Everything as one array of services, each with everything that belongs to it.", Json, false);

    public static IReadOnlyList<HsdsRoute> All { get; } =
    [
        About_, Description, Services, Service, Organizations, Organization, ServicesAtLocations, ServiceAtLocation, Taxonomies, Taxonomy, Terms, Term, Package, AllServices,
    ];

    public string Pattern => Path == "/" ? Root : Root + Path;

    public bool HasId => Path.EndsWith("{id}", StringComparison.Ordinal);

    public IReadOnlyList<string> Methods => Posts ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"];
}
