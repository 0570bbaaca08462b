using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>The certificate of a service, to be printed: its square holds the address of the service's public page and nothing else.</summary>
[Needs(Deed.ReadCertificate)]
public sealed class CertificateModel(TrainingReader trainings) : CurateModel
{
    /// <summary>Null: there is none, or it has ended.</summary>
    public PrintedCertificate? Certificate { get; private set; }

    /// <summary>Of the service's public page, the same in every language.</summary>
    public string Address => $"{HttpContext.Site()}/services/{Entry.Code}";

    /// <summary>Null: nobody could read that page.</summary>
    public SquareCode? Square => Entry.State is ServiceState.Listed or ServiceState.Provisional or ServiceState.Own ? SquareCode.Of(Address) : null;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Certificate = await trainings.CertificateAsync(Entry.ServiceId, Today, cancellationToken);
}
