using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Messages;

/// <summary>The services of what comes in without an account over one context, as the program puts them together.</summary>
internal static class MessageDesk
{
    public static DirectorySecrets Secrets { get; } = DirectorySecrets.Read(TestSecrets.Folder);

    public static MonthKeys Months => new(Path.Combine(TestSecrets.Folder, MonthKeys.Folder));

    public static ReceiptService Receipts(DirectoryDbContext context, MonthKeys? months = null) => new(context, Secrets, months ?? Months);

    public static MessageService Messages(DirectoryDbContext context, MonthKeys? months = null)
    {
        // Both over the same keys.
        months ??= Months;
        return new MessageService(context, DirectoryCatalogue.Default, Secrets, months, Receipts(context, months), VettingDesk.Notes);
    }
}
