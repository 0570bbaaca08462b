using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Cli;

/// <summary>What the commands about entries need: the verbs of organisations and services, and their public codes.</summary>
internal sealed class Entries : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly Gazetteer _gazetteer;
    private readonly DirectoryOptions _directory;

    private Entries(NpgsqlDataSource source, Gazetteer gazetteer, DirectoryOptions directory, VettingOptions vetting)
    {
        (_source, _gazetteer, _directory) = (source, gazetteer, directory);
        Context = new DirectoryDbContext(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
        ListingPlace? Town(int id) => ListingPlace.Of(gazetteer, id);
        Places = Town;
        Organisations = new OrganisationService(Context, Town, directory);
        Listings = new ListingService(Context, DirectoryCatalogue.Default, Town, vetting, directory);
        Notices = new NoticeService(Context, Town);
        Answers = new CountryAnswerService(Context, DirectoryCatalogue.Default);
        Validator = new ListingValidator(DirectoryCatalogue.Default, Town);
    }

    public DirectoryDbContext Context { get; }

    public Func<int, ListingPlace?> Places { get; }

    public OrganisationService Organisations { get; }

    public ListingService Listings { get; }

    public NoticeService Notices { get; }

    public CountryAnswerService Answers { get; }

    public ListingValidator Validator { get; }

    public static LocalDate Today => LocalDate.FromDateTime(DateTime.UtcNow);

    /// <summary>Judging needs the keys that seal what was found.</summary>
    public ReviewService Reviews(DirectorySecrets secrets)
    {
        var notes = new PrivateNotes(secrets);
        return new ReviewService(Context, Listings, new ProposalService(Context, Listings), notes);
    }

    /// <summary>Lists that others keep: what rows are known by is hashed, and notes are sealed.</summary>
    public ImportService Imports(DirectorySecrets secrets) =>
        new(Context, Listings, new OwnEntries(Context, secrets), secrets, DirectoryCatalogue.Default, NeedMatcher.Default, Towns(), _directory);

    /// <summary>What other directories say of their services.</summary>
    public FeedMapping Feeds(DirectorySecrets secrets) => new(DirectoryCatalogue.Default, NeedMatcher.Default, Towns(), secrets, _directory.HomeCountry);

    private SheetPlaces Towns() => new(new PlaceLookup(_gazetteer).Find, _gazetteer.Find, Places);

    /// <summary>As the app, with the gazetteer of the database.</summary>
    public static Task<Entries> OpenAsync(Database database, CancellationToken cancellation) => OpenAsync(database, database.App(), cancellation);

    /// <summary>As the owner: who runs a service, and who counts as one with whom, whoever runs the directory says for others.</summary>
    public static Task<Entries> OpenAsOwnerAsync(Database database, CancellationToken cancellation) => OpenAsync(database, database.Owner(), cancellation);

    private static async Task<Entries> OpenAsync(Database database, NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            var usual = new DirectoryOptions();
            return new Entries(
                source,
                await GazetteerStore.ReadAsync(source, cancellation),
                new DirectoryOptions { Id = database.Setting("Directory__Id") ?? usual.Id, HomeCountry = database.Setting("Directory__HomeCountry") ?? usual.HomeCountry },
                VettingOptions.Read(name => database.Setting($"{VettingOptions.Section}__{name}")));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="SettingException">There is none.</exception>
    public async Task<Organisation> OrganisationAsync(string code, CancellationToken cancellation) =>
        await Context.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Code == code, cancellation)
        ?? throw new SettingException($"{code}: There is no organisation with this code.");

    /// <exception cref="SettingException">There is none.</exception>
    public async Task<Service> ServiceAsync(string code, CancellationToken cancellation) =>
        await Context.Services.AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, cancellation)
        ?? throw new SettingException($"{code}: There is no service with this code.");

    /// <summary>The newest revision of a service.</summary>
    public Task<Revision> RevisionAsync(Service service, CancellationToken cancellation) =>
        Context.Revisions.AsNoTracking().Where(r => r.ServiceId == service.Id).OrderByDescending(r => r.Number).FirstAsync(cancellation);

    public static Actor As(Organisation organisation, ActorRole role) => new(organisation.Id, role);

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        await _source.DisposeAsync();
    }
}
